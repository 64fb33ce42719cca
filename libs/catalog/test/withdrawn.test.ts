import { unknownServer, WITHDRAWN, withdrawnPackage } from '../src/withdrawn';

const known = ['aws-iac', 'gitlab'];

test.each(['core', 'awslabs-core', 'core-mcp-server', 'awslabs.core-mcp-server', 'Awslabs-Core-MCP-Server'])(
  'a deployment that names %s is told that it is withdrawn, and what to use',
  (key) => {
    expect(unknownServer(key, known)).toEqual({
      rule: 'awslabs.core-mcp-server is withdrawn: every release at PyPI is withdrawn, and those of servers that it needs are too, so that it cannot be installed at all',
      fix: "deploy the single servers, such as 'aws-documentation' and 'cloudwatch'",
    });
  },
);

test('any other unknown name is misspelt', () => {
  expect(unknownServer('gitlb', known)).toEqual({
    rule: 'a server is a folder with a server.json; there are: aws-iac, gitlab',
    fix: 'did you mean "gitlab"?',
  });
  expect(unknownServer('constructor', []).rule).toContain('there are: none');
});

test.each([
  ['awslabs.core-mcp-server', 'core'],
  ['awslabs-core_mcp.server[all]', 'core'],
  ['Awslabs.Terraform-MCP-Server', 'terraform'],
  ['core-mcp-server', undefined],
  ['awslabs.aws-iac-mcp-server', undefined],
])('the package %s is that of %s', (name, key) => {
  expect(withdrawnPackage(name)).toBe(key && WITHDRAWN[key]);
});
