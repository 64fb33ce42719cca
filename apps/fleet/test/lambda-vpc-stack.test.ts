import { server, settings, type Change } from '@mcp-fleet/testing/fleet';
import type { Block, StackJson, Synthesised } from './synth';
import { resources, synthChanged } from './synth';

const tools = (change: Change, more: Change = {}) =>
  synthChanged({ deployments: { tools: { vpc: true, ...change } }, ...more }, server('wiki'));
const stackOf = ({ stacks }: Synthesised, name = 'tools') => stacks[`dev-${name}`]!;
const functionsOf = (stack: StackJson) => Object.values(resources(stack, 'aws_lambda_function'));
const configOf = (fn: Block | undefined) => fn?.['vpc_config'] as Record<string, unknown> | undefined;
const servicesOf = (network: StackJson) =>
  Object.values(resources(network, 'aws_vpc_endpoint'))
    .map(({ service_name: name }) => String(name).split('.').slice(3).join('.'))
    .sort();
const existing = {
  vpcId: 'vpc-0123456789abcdef0',
  privateSubnets: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
};

test('without the word there is neither a network nor an attachment', () => {
  const made = synthChanged({});
  expect(Object.keys(made.stacks)).not.toContain('dev-network');
  expect(configOf(functionsOf(stackOf(made))[0])).toBeUndefined();
  expect(stackOf(made).output['security_groups']).toBeUndefined();
});

test('the network comes before the functions, which are in its private subnets by reference', () => {
  const made = tools({});
  expect(Object.keys(made.stacks)).toEqual(['dev-foundation', 'dev-network', 'dev-tools', 'dev-dashboard']);
  const [fn] = functionsOf(stackOf(made));
  expect(fn).toMatchObject({ function_name: 'dev-tools-notes--vpc' });
  const subnets = configOf(fn)?.['subnet_ids'] as string[];
  expect(subnets).toHaveLength(2);
  for (const subnet of subnets)
    expect(subnet).toMatch(/dev-network\.outputs\..*PrivateSubnets.*subnet_id\}$/);
  expect(configOf(fn)).not.toHaveProperty('ipv6_allowed_for_dual_stack');
  expect(Object.keys(stackOf(made).output['security_groups']?.value as object)).toEqual(['notes']);
});

test.each(['http-api', 'rest-api'])('each function has a group of its own behind %s', (edge) => {
  const made = stackOf(tools({ edge, servers: { wiki: { settings } } }));
  const groups = functionsOf(made).map((fn) => configOf(fn)?.['security_group_ids']);
  expect(groups).toHaveLength(2);
  expect(new Set(groups.map(String)).size).toBe(2);
  expect(Object.values(resources(made, 'aws_security_group')).map(({ name }) => name)).toEqual([
    'dev-tools-notes--vpc-function',
    'dev-tools-wiki--vpc-function',
  ]);
});

test.each([{ ipv6: true }, { existing: { ...existing, ipv6: true } }])(
  'IPv6 goes out too with %j',
  (network) => {
    const [fn] = functionsOf(stackOf(tools({}, { network })));
    expect(configOf(fn)).toMatchObject({ ipv6_allowed_for_dual_stack: true });
  },
);

test('functions call out by the ports of the addresses in their settings', () => {
  const made = tools({ servers: { notes: { settings: { NOTES_URL: 'http://notes.internal:8080' } } } });
  const rules = Object.values(resources(stackOf(made), 'aws_vpc_security_group_egress_rule'));
  expect(rules.map((rule) => rule['from_port']).sort()).toEqual([443, 8080]);
});

test('a VPC that exists is used by its ids, and no stack makes one', () => {
  const made = tools({}, { network: { existing } });
  expect(Object.keys(made.stacks)).not.toContain('dev-network');
  expect(configOf(functionsOf(stackOf(made))[0])).toMatchObject({
    subnet_ids: Object.values(existing.privateSubnets),
  });
  expect(Object.values(resources(stackOf(made), 'aws_security_group'))).toMatchObject([
    { vpc_id: existing.vpcId },
  ]);
});

test('endpoints are those that the code of functions calls: Lambda pulls images and writes logs itself', () => {
  const withEndpoints = (change: Change) =>
    stackOf(tools(change, { network: { endpoints: 'interface' } }), 'network');
  expect(servicesOf(withEndpoints({}))).toEqual(['s3', 'secretsmanager']);
  const asked = withEndpoints({ servers: { notes: { settings: { NOTES_URL: { ssm: '/mcp/dev/url' } } } } });
  expect(servicesOf(asked)).toEqual(['s3', 'secretsmanager', 'ssm']);
  expect(JSON.stringify(resources(asked, 'aws_vpc_endpoint'))).toContain('parameter/mcp/dev/*');
});

test('functions outside of the VPC ask for no endpoint in it', () => {
  const more = {
    target: 'fargate',
    topology: 'per-server',
    plainHttp: true,
    servers: { wiki: { settings } },
  };
  const made = synthChanged(
    {
      access: 'public',
      network: { endpoints: 'interface' },
      deployments: {
        tools: { servers: { notes: { settings: { NOTES_URL: { ssm: '/mcp/dev/url' } } } } },
        more,
      },
    },
    server('wiki'),
  );
  expect(servicesOf(stackOf(made, 'network'))).not.toContain('ssm');
});

test('the word changes the names of functions and what is theirs, and no address', () => {
  const [before, after] = [synthChanged({}), tools({})].map((made) => stackOf(made));
  for (const type of ['apigatewayv2_route', 'apigatewayv2_integration', 'lambda_alias', 'lambda_function'])
    expect(Object.keys(resources(after!, `aws_${type}`))).toEqual(
      Object.keys(resources(before!, `aws_${type}`)),
    );
  const namesIn = (stack: StackJson) =>
    [
      ...functionsOf(stack).map((it) => it['function_name']),
      ...Object.values(resources(stack, 'aws_iam_role')).map(({ name }) => name),
    ].map(String);
  expect(namesIn(before!)).toEqual(['dev-tools-notes', 'dev-tools-notes']);
  expect(namesIn(after!)).toEqual(['dev-tools-notes--vpc', 'dev-tools-notes--vpc']);
});
