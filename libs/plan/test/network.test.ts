import type { Environment } from '@mcp-fleet/environment';
import type { EnvironmentChange } from './fixtures';
import { catalog, environment, errors, lambdaOf, plan, server } from './fixtures';

type Network = NonNullable<Environment['network']>;

const inTasks = (
  network: Network | undefined,
  change: EnvironmentChange = {},
  tools: object = {},
): Environment =>
  environment(
    { ...(network ? { network } : {}), ...change },
    { target: 'fargate', plainHttp: true, servers: { gitlab: {} }, ...tools },
  );
const networkOf = (...args: Parameters<typeof inTasks>) =>
  plan(inTasks(...args), { ignorePins: true }).network;
const found = (...args: Parameters<typeof inTasks>) => errors(inTasks(...args));
const isProtected = {
  protected: true,
  state: { s3: { bucket: 'acme', region: 'us-east-1' } },
  acknowledge: { 'plain-http': 'behind a proxy that speaks HTTPS' },
} as const;
const EXISTING = {
  vpcId: 'vpc-01234567',
  cidr: '10.1.0.0/16',
  publicSubnets: { a: 'subnet-00000001', b: 'subnet-00000002' },
  privateSubnets: { a: 'subnet-00000003', b: 'subnet-00000004' },
};

test('functions have no network; one that nothing is in is refused', () => {
  expect(plan(environment())).not.toHaveProperty('network');
  expect(errors(environment({ network: { zones: 2 } }))).toEqual(['network-unused network']);
});

describe('functions that are attached to it', () => {
  const attached = (network?: Network) => environment(network ? { network } : {}, { vpc: true });

  test('have one as tasks do, and are told so', () => {
    const planned = plan(attached());
    expect(planned.network).toMatchObject({ kind: 'own', zones: 2, nat: 'single' });
    expect(lambdaOf(planned).vpc).toBe(true);
    expect(lambdaOf(plan(environment())).vpc).toBe(false);
  });

  test.each<[string, Network, string[]]>([
    ['one zone is enough', { zones: 1 }, []],
    [
      'one subnet is enough',
      { existing: { vpcId: 'vpc-01234567', privateSubnets: { a: 'subnet-00000003' } } },
      [],
    ],
    ['no zone', { zones: {} }, ['network-too-small network.zones']],
    ['no way out', { nat: 'none' }, ['network-closed network.nat']],
  ])('%s', (_, network, expected) => {
    expect(errors(attached(network))).toEqual(expected);
  });

  test('leave load balancers their two zones', () => {
    const tasks = inTasks({ zones: 1 });
    const { deployments } = attached();
    expect(
      errors({
        ...tasks,
        deployments: {
          ...tasks.deployments,
          more: { ...deployments['tools']!, servers: { everything: {} } },
        },
      }),
    ).toEqual(['network-too-small network.zones']);
  });
});

test('tasks get one of two zones with one NAT gateway, of three with three where protected', () => {
  expect(networkOf(undefined)).toEqual({
    kind: 'own',
    stack: 'dev-network',
    name: 'dev',
    cidr: '10.0.0.0/16',
    zones: 2,
    nat: 'single',
    ipv6: false,
    publicSubnets: true,
    interfaceEndpoints: false,
    publicBuckets: [],
    s3Arns: [],
  });
  expect(networkOf(undefined, isProtected)).toMatchObject({ zones: 3, nat: 'per-zone' });
});

test('what is written arrives', () => {
  const written = {
    cidr: '10.20.0.0/16',
    zones: { a: 'us-east-1a', c: 'us-east-1f', b: undefined },
    nat: 'regional',
    endpoints: 'interface',
    publicBuckets: ['vendor', 'acme-*', 'vendor'],
    ipv6: true,
    privatePrefixLength: 20,
  } satisfies Network;
  expect(networkOf(written)).toEqual({
    kind: 'own',
    stack: 'dev-network',
    name: 'dev',
    cidr: '10.20.0.0/16',
    zones: { a: 'us-east-1a', c: 'us-east-1f' },
    nat: 'regional',
    ipv6: true,
    // A regional NAT gateway stands in no subnet, and nothing faces the internet.
    publicSubnets: false,
    privatePrefixLength: 20,
    interfaceEndpoints: true,
    publicBuckets: ['acme-*', 'vendor'],
    s3Arns: [],
  });
  expect(networkOf(written, {}, { exposure: 'internet' })).toMatchObject({ publicSubnets: true });
});

test('a VPC that exists is used as it is', () => {
  const { vpcId, cidr, publicSubnets: publicSubnetIds, privateSubnets: privateSubnetIds } = EXISTING;
  expect(networkOf({ existing: EXISTING })).toEqual({
    kind: 'existing',
    vpcId,
    cidr,
    ipv6: false,
    publicSubnetIds,
    privateSubnetIds,
  });
  expect(networkOf({ existing: { ...EXISTING, ipv6: true } })).toMatchObject({ ipv6: true });
});

test('the endpoint of S3 lets through what manifests ask for, of whichever deployment, once and filled in', () => {
  const asked = (...resources: string[]) =>
    server('asks', { permissions: [{ actions: ['s3:GetObject'], resources }] });
  const of = inTasks(undefined, {}, { servers: { reader: {}, asks: {} } });
  const made = (...resources: string[]) =>
    plan(of, {
      ignorePins: true,
      catalog: { servers: { ...catalog.servers, asks: asked(...resources) } },
    }).network;
  const own = 'arn:aws:s3:::b-111122223333-us-east-1/*';
  expect(made('arn:{partition}:s3:::a/*', own, '*', 'arn:aws:dynamodb:::table/t')).toMatchObject({
    s3Arns: ['arn:aws:s3:::a/*', own],
  });
});

test('its policy holds so many buckets, of the file and of manifests together', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `${'b'.repeat(58)}-${1000 + i}`);
  const asking = (count: number) =>
    server('asks', {
      permissions: [
        { actions: ['s3:GetObject'], resources: names(count).map((name) => `arn:aws:s3:::${name}`) },
      ],
    });
  const found = (inFile: number, asked: number) =>
    errors(inTasks({ publicBuckets: names(inFile) }, {}, { servers: { gitlab: {}, asks: {} } }), {
      catalog: { servers: { ...catalog.servers, asks: asking(asked) } },
    }).filter((error) => error.includes('network'));
  expect(found(120, 100)).toEqual([]);
  expect(found(120, 140)).toEqual(['limit-exceeded network.publicBuckets']);
  expect(found(250, 1)).toEqual(['limit-exceeded network.publicBuckets']);
});

test.each<[string, Network, object, string[]]>([
  ['one zone', { zones: 1 }, {}, ['network-too-small network.zones']],
  ['one zone by name', { zones: { b: 'us-east-1b' } }, {}, ['network-too-small network.zones']],
  ['no zone', { zones: {} }, {}, ['network-too-small network.zones']],
  [
    'a zone of another Region',
    { zones: { a: 'us-east-1a', b: 'us-west-2b' } },
    {},
    ['invalid-value network.zones.b'],
  ],
  ['a zone twice', { zones: { a: 'us-east-1a', b: 'us-east-1a' } }, {}, ['invalid-value network.zones.b']],
  ['no way out', { nat: 'none' }, {}, ['network-closed network.nat']],
  [
    'subnets that do not fit',
    { cidr: '10.0.0.0/18', privatePrefixLength: 19 },
    {},
    ['invalid-value network.privatePrefixLength'],
  ],
  ['subnets that just fit', { cidr: '10.0.0.0/18', privatePrefixLength: 20 }, {}, []],
  [
    'no other subnets than the usual',
    { cidr: '10.0.0.0/22', privatePrefixLength: 22 },
    {},
    ['invalid-value network.privatePrefixLength'],
  ],
])('%s', (_, network, tools, expected) => {
  expect(found(network, {}, tools)).toEqual(expected);
});

test.each<[string, Partial<typeof EXISTING>, Network, object, string[]]>([
  ['all that it needs', {}, {}, { exposure: 'internet' }, []],
  [
    'other keys',
    {},
    { cidr: '10.0.0.0/16', nat: 'single', publicBuckets: ['vendor'] },
    {},
    ['invalid-value network.cidr', 'invalid-value network.nat', 'invalid-value network.publicBuckets'],
  ],
  [
    'one private subnet',
    { privateSubnets: { a: 'subnet-00000003' } as never },
    {},
    {},
    ['network-too-small network.existing.privateSubnets'],
  ],
  [
    'one private subnet is enough for tasks',
    { privateSubnets: { a: 'subnet-00000003' } as never },
    {},
    { exposure: 'internet' },
    [],
  ],
  [
    'no public subnet',
    { publicSubnets: undefined as never },
    {},
    { exposure: 'internet' },
    ['network-too-small network.existing.publicSubnets'],
  ],
  ['no public subnet that is needed', { publicSubnets: undefined as never }, {}, {}, []],
  [
    'a subnet that is public and private',
    { privateSubnets: { a: 'subnet-00000001', b: 'subnet-00000004' } },
    {},
    {},
    ['invalid-value network.existing.privateSubnets.a'],
  ],
  [
    'addresses that nobody said',
    { cidr: undefined as never },
    {},
    {},
    ['missing-key deployments.tools.clients'],
  ],
  ['clients that are said', { cidr: undefined as never }, {}, { clients: { office: '10.9.0.0/16' } }, []],
  ['addresses that nobody needs', { cidr: undefined as never }, {}, { exposure: 'internet' }, []],
])('a VPC that exists with %s', (_, existing, others, tools, expected) => {
  expect(found({ existing: { ...EXISTING, ...existing }, ...others }, {}, tools)).toEqual(expected);
});

test('two environments have addresses of their own, whichever is asked; defaults are held against nobody', () => {
  const dev = inTasks({ cidr: '10.20.0.0/16' });
  const staging = { ...inTasks({ cidr: '10.20.128.0/20' }), name: 'staging' };
  const environments = [dev, staging];
  expect(errors(dev, { environments })).toEqual(['cidr-overlap network.cidr']);
  expect(errors(staging, { environments })).toEqual(['cidr-overlap network.cidr']);
  const accepted = { ...dev, acknowledge: { 'cidr-overlap': 'they are never connected' } };
  expect(errors(accepted, { environments: [accepted, staging] })).toEqual([]);
  expect(errors(dev, { environments: [dev, { ...staging, network: { cidr: '10.21.0.0/16' } }] })).toEqual([]);
  const defaults = [inTasks(undefined), { ...inTasks(undefined), name: 'staging' }];
  expect(errors(defaults[0]!, { environments: defaults })).toEqual([]);
});
