import { readServers } from '../environment-file.cjs';

const file = (servers: string) =>
  `import { defineEnvironment } from '@mcp-fleet/environment';
   export default defineEnvironment({ name: 'dev', deployments: { tools: { target: 'lambda', servers: ${servers} } } });`;

describe('servers that are written literally', () => {
  test.each([
    ['keys', `{ gitlab: {}, pagerduty: {} }`, ['gitlab', 'pagerduty']],
    ['quoted keys', `{ 'my-server': {} }`, ['my-server']],
    ['a server named by an instance', `{ 'gitlab-eu': { server: 'gitlab' } }`, ['gitlab']],
    ['one server twice', `{ gitlab: {}, 'gitlab-eu': { server: 'gitlab' } }`, ['gitlab']],
    ['none', `{}`, []],
    ['types around it', `({ gitlab: {} as const } satisfies Servers)`, ['gitlab']],
    [
      'a value that is not literal beside the name',
      `{ gitlab: { settings: common, size: big() } }`,
      ['gitlab'],
    ],
  ])('%s', (_form, servers, expected) => {
    expect(readServers(file(servers))).toEqual(expected);
  });

  test('all deployments count', () => {
    const source = `export default defineEnvironment({
      deployments: { a: { servers: { gitlab: {} } }, 'b-c': { servers: { dynatrace: {} } } } });`;
    expect(readServers(source)).toEqual(['dynatrace', 'gitlab']);
  });

  test.each([
    ['a plain object', `export default { deployments: { a: { servers: { gitlab: {} } } } };`, ['gitlab']],
    ['a checked object', `export default { deployments: {} } satisfies Environment;`, []],
    ['no deployments', `export default defineEnvironment({ name: 'dev' });`, []],
    ['a deployment without servers', `export default defineEnvironment({ deployments: { a: {} } });`, []],
  ])('%s', (_form, source, expected) => {
    expect(readServers(source)).toEqual(expected);
  });
});

describe('servers that are not written literally are all servers', () => {
  test.each([
    ['a spread', `{ gitlab: {}, ...others }`],
    ['a computed key', `{ [name]: {} }`],
    ['a variable', `servers`],
    ['a call', `makeServers()`],
    ['a shorthand instance', `{ gitlab }`],
    ['an instance from a variable', `{ gitlab: shared }`],
    ['a spread in an instance', `{ eu: { ...shared } }`],
    ['a server from a variable', `{ eu: { server: name } }`],
    ['a shorthand server', `{ eu: { server } }`],
    ['a template', '{ eu: { server: `git${lab}` } }'],
    ['a getter', `{ get gitlab() { return {}; } }`],
    ['a choice', `production ? { gitlab: {} } : {}`],
  ])('%s', (_form, servers) => {
    expect(readServers(file(servers))).toBe('all');
  });

  test.each([
    ['a syntax error', `export default defineEnvironment({ deployments: `],
    ['an empty file', ``],
    ['no default export', `export const environment = { deployments: {} };`],
    ['an exported variable', `const e = { deployments: {} }; export default defineEnvironment(e);`],
    ['another function', `export default build({ deployments: {} });`],
    ['no argument', `export default defineEnvironment();`],
    [
      'deployments from the own folder',
      `import { deployments } from './deployments';
      export default defineEnvironment({ deployments });`,
    ],
    ['deployments from a variable', `export default defineEnvironment({ deployments: all });`],
    ['a spread beside deployments', `export default defineEnvironment({ deployments: {}, ...more });`],
    ['a spread deployment', `export default defineEnvironment({ deployments: { a: { ...base } } });`],
  ])('%s', (_form, source) => {
    expect(readServers(source)).toBe('all');
  });
});
