import type { Catalog, ServerManifest } from '@mcp-fleet/catalog';
import type { DeploymentInput, Environment, InstanceInput } from '@mcp-fleet/environment';
import { planFleet } from '@mcp-fleet/plan';
import { App } from 'cdktf';
import type { TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addStacks } from '../src/stacks/add-stacks';

/**
 * Environments that are made up: whatever is done to one instance, nothing of another one changes. 200 of them with
 * `MCP_FLEET_PROPERTY_RUNS=200` and in CI; fewer by default, because each is synthesised several times.
 */
const RUNS = Number(process.env['MCP_FLEET_PROPERTY_RUNS'] ?? (process.env['CI'] ? 200 : 20));

type Block = Readonly<Record<string, unknown>>;
/** Blocks of all stacks of an environment, by `<stack> <type>.<id>`. */
type Blocks = ReadonlyMap<string, Block>;

const outdir = mkdtempSync(join(tmpdir(), 'mcp-fleet-property-'));
afterAll(() => rmSync(outdir, { recursive: true }));

const runtime = {
  transport: 'http',
  arguments: ['--port', '{port}'],
  variables: {},
  path: '/mcp',
  auth: 'none',
  writablePaths: [],
  protocol: 'auto',
  sessions: 'shared',
} as const;
const server = (key: string, change: Partial<ServerManifest> = {}): ServerManifest => ({
  key,
  registryName: `com.example/${key}`,
  description: 'A server of the tests.',
  version: '1.0.0',
  inputs: [{ name: 'TOKEN', kind: 'variable', required: true, secret: true, format: 'string' }],
  requirements: [],
  source: { kind: 'npm', package: key, version: '1.0.0' },
  runtime,
  permissions: [],
  files: [{ path: 'server.json', sha256: key }],
  ...change,
});
const catalog: Catalog = {
  servers: {
    notes: server('notes'),
    wiki: server('wiki', { source: { kind: 'pypi', package: 'wiki', version: '1.0.0' } }),
    plain: server('plain', { inputs: [] }),
    reader: server('reader', { permissions: [{ actions: ['s3:GetObject'], resources: ['*'] }] }),
    slow: server('slow', { runtime: { ...runtime, slowestCallSeconds: 20, memoryMiB: 700 } }),
  },
};

/** Names of one word, of several, and too long for what has little room. */
const instanceName = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/),
  fc.stringMatching(/^[a-z][a-z0-9]{0,5}-[a-z0-9]{1,5}$/),
  fc.stringMatching(/^[a-z][a-z0-9]{30,39}$/),
);
const serverKey = fc.constantFrom(...Object.keys(catalog.servers));
const logLevel = fc.constantFrom('debug' as const, 'warn' as const);

function instance(target: DeploymentInput['target']): fc.Arbitrary<InstanceInput> {
  const common = { timeoutSeconds: fc.integer({ min: 1, max: 28 }), logLevel };
  const size = fc.record({ memoryMiB: fc.integer({ min: 128, max: 1024 }) });
  const bounds = fc.record({
    max: fc.integer({ min: 1, max: 20 }),
    cpuPercent: fc.integer({ min: 1, max: 100 }),
  });
  const own =
    target === 'fargate'
      ? { ...common, size, scaling: bounds }
      : target === 'lambda'
        ? { ...common, size, limits: fc.record({ throttle: fc.integer({ min: 1, max: 1000 }) }) }
        : { ...common, size };
  return fc
    .tuple(serverKey, fc.record(own, { requiredKeys: [] }))
    .map(([key, rest]) => ({ server: key, ...rest }) as InstanceInput);
}

const doors = {
  lambda: fc.constantFrom<Partial<DeploymentInput>>(
    {},
    { edge: 'http-api', host: 'mcp.example.com' },
    { edge: 'rest-api' },
  ),
  fargate: fc.constantFrom<Partial<DeploymentInput>>(
    { plainHttp: true },
    { plainHttp: true, exposure: 'internet', capacity: 'mixed' },
    { plainHttp: true, clients: { office: '203.0.113.0/24' }, debug: { exec: true } },
  ),
  docker: fc.constant<Partial<DeploymentInput>>({}),
};

function deployment(target: DeploymentInput['target']): fc.Arbitrary<DeploymentInput> {
  const servers = fc.dictionary(instanceName, instance(target), {
    minKeys: 1,
    maxKeys: 5,
    noNullPrototype: true,
  });
  const topology = fc.constantFrom('per-server' as const, 'multi-server' as const);
  return fc
    .tuple(doors[target], topology, servers)
    .map(
      ([door, word, instances]) =>
        ({ target, topology: word, ...door, servers: instances }) as DeploymentInput,
    );
}

const atAws = fc
  .record({
    alarms: fc.constantFrom<Environment['alarms']>(undefined, { email: ['oncall@example.com'] }),
    access: fc.constantFrom<Environment['access']>('token', 'public', {
      jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] },
    }),
    deployments: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,12}$/),
      fc.oneof(deployment('lambda'), deployment('fargate')),
      { minKeys: 1, maxKeys: 3, noNullPrototype: true },
    ),
  })
  .map((rest) => {
    const hosts = Object.values(rest.deployments).some(({ host }) => host !== undefined);
    return {
      ...rest,
      ...(hosts ? { domain: { zone: 'example.com' } } : {}),
      aws: { account: '111122223333', region: 'us-east-1' },
    };
  });
const onLaptop = fc.record({
  access: fc.constantFrom<Environment['access']>('token', 'public'),
  deployments: fc.dictionary(fc.stringMatching(/^[a-z]{1,12}$/), deployment('docker'), {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  }),
});

/** An environment that is right; those that break a rule are thrown away, and counted by fast-check. */
const environment: fc.Arbitrary<Environment> = fc
  .oneof({ arbitrary: atAws, weight: 4 }, { arbitrary: onLaptop, weight: 1 })
  .map((rest): Environment => ({
    name: 'dev',
    acknowledge: {
      'metadata-hidden': 'clients are told the issuer',
      'secret-name-like-arn': 'the full ARN is always used',
    },
    ...rest,
  }))
  .filter((of) => planOf(of) !== undefined);

function planOf(of: Environment) {
  return planFleet(of, { environments: [of], catalog, imageRecipe: '0123456789ab' }).plan;
}

/** All blocks of an environment; undefined where it breaks a rule. */
function synth(of: Environment): Blocks | undefined {
  const plan = planOf(of);
  if (plan === undefined) return undefined;
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    const app = new App({ outdir, stackTraces: false });
    const stacks = addStacks(app, plan, join(outdir, '.state'));
    // What crosses stacks becomes an output of the one when the other is resolved.
    for (const stack of stacks) stack.toTerraform();
    return new Map(stacks.flatMap(blocksOf));
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

/** The dashboard is one text about all of an environment. */
function blocksOf(stack: TerraformStack): [string, Block][] {
  if (stack.node.id === 'dev-dashboard') return [];
  const { resource = {}, data = {} } = stack.toTerraform() as Record<
    string,
    Record<string, Record<string, Block>>
  >;
  return [...Object.entries(resource), ...Object.entries(data)].flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, block]): [string, Block] => [
      `${stack.node.id} ${type}.${id}`,
      withoutOrder(JSON.parse(JSON.stringify(block)) as Block),
    ]),
  );
}

/** Lists that are sets to Terraform. */
function withoutOrder(block: Block): Block {
  const sets = ['depends_on', 'route_settings'].filter((key) => Array.isArray(block[key]));
  const sorted = (key: string) => (block[key] as unknown[]).map((item) => JSON.stringify(item)).sort();
  return { ...block, ...Object.fromEntries(sets.map((key) => [key, sorted(key)])) };
}

const instancesOf = ({ deployments }: Environment) =>
  Object.entries(deployments).flatMap(([deployment, { servers }]) =>
    Object.keys(servers).map((name) => ({ deployment, name })),
  );

/** The environment with other instances in one of its deployments. */
function withServers(of: Environment, name: string, servers: DeploymentInput['servers']): Environment {
  const changed = { ...of.deployments[name]!, servers };
  return { ...of, deployments: { ...of.deployments, [name]: changed } };
}

/** What stands for all instances of a front door in either topology: the text of a REST API, throttles of routes. */
const OF_ALL = / aws_(api_gateway_\w+|apigatewayv2_stage)\./;
/**
 * What instances share beside that in topology multi-server: one image, task, function or container, and the target group,
 * which waits for the longest answer of all.
 */
const SHARED =
  / (aws_(ecs|lambda|iam|appautoscaling|cloudwatch|lb_target)_|docker_(container|image)|aws_ecr_image)/;

/** Addresses of the smaller environment that the larger one lacks, or has with another block. */
function disturbed(smaller: Blocks, larger: Blocks, touched: DeploymentInput, stack: string): string[] {
  return [...smaller].flatMap(([address, block]) => {
    const after = larger.get(address);
    if (after === undefined) return [`${address} is gone`];
    const listsAll =
      address.startsWith(`${stack} `) &&
      (OF_ALL.test(address) || (touched.topology === 'multi-server' && SHARED.test(address)));
    return listsAll || JSON.stringify(after) === JSON.stringify(block) ? [] : [`${address} has changed`];
  });
}

const run = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, check), { numRuns: RUNS, endOnFailure: process.env['CI'] === undefined });

test('adding or removing an instance changes no address and no block of another', () => {
  const added = fc.tuple(instanceName, serverKey);
  run(fc.tuple(environment, fc.nat(), added), ([before, pick, [name, key]]) => {
    const deployments = Object.keys(before.deployments);
    const chosen = deployments[pick % deployments.length]!;
    const touched = before.deployments[chosen]!;
    fc.pre(!instancesOf(before).some((other) => other.name === name));
    const blocks = synth(before)!;
    const larger = synth(withServers(before, chosen, { [name]: { server: key }, ...touched.servers }));
    fc.pre(larger !== undefined);
    expect(disturbed(blocks, larger!, touched, `dev-${chosen}`)).toEqual([]);
    // Removing what was added is the same the other way round; this removes one that was there with others.
    const [first, ...rest] = Object.entries(touched.servers);
    if (rest.length === 0) return;
    const smaller = synth(withServers(before, chosen, Object.fromEntries(rest)));
    expect([first?.[0], disturbed(smaller!, blocks, touched, `dev-${chosen}`)]).toEqual([first?.[0], []]);
  });
});

test('the order of instances and of deployments changes nothing', () => {
  run(environment, (before) => {
    const backwards = Object.fromEntries(
      Object.entries(before.deployments)
        .reverse()
        .map(([name, { servers, ...rest }]) => [
          name,
          { ...rest, servers: Object.fromEntries(Object.entries(servers).reverse()) },
        ]),
    );
    const after = synth({ ...before, deployments: backwards });
    expect(Object.fromEntries(after!)).toEqual(Object.fromEntries(synth(before)!));
  });
});

/** What AWS or an engine knows a resource by, where that is one name for all of its kind. */
const NAMED = ['name', 'function_name', 'family', 'bucket', 'alarm_name', 'role_name', 'repository_name'];
/** Named within something else: a role, a function. */
const WITHIN = /aws_(iam_role_policy|lambda_alias|lambda_permission|lambda_function_event_invoke_config)\./;

function namesOf(blocks: Blocks, stack: string): Map<string, string> {
  return new Map(
    [...blocks].flatMap(([address, block]) =>
      !address.startsWith(`${stack} `) || WITHIN.test(address)
        ? []
        : NAMED.filter((key) => typeof block[key] === 'string' && !String(block[key]).includes('${')).map(
            (key): [string, string] => [
              `${address.split(' ')[1]!.split('.')[0]} ${String(block[key])}`,
              address,
            ],
          ),
    ),
  );
}

test('the two topologies never meet in a name, and routes and rules keep their addresses', () => {
  run(fc.tuple(environment, fc.nat()), ([before, pick]) => {
    const deployments = Object.keys(before.deployments);
    const chosen = deployments[pick % deployments.length]!;
    const stack = `dev-${chosen}`;
    const [separate, shared] = (['per-server', 'multi-server'] as const).map((topology) =>
      synth({
        ...before,
        deployments: { ...before.deployments, [chosen]: { ...before.deployments[chosen]!, topology } },
      }),
    );
    fc.pre(separate !== undefined && shared !== undefined);
    const names = namesOf(separate!, stack);
    const met = [...namesOf(shared!, stack)].filter(
      ([name, address]) => names.has(name) && names.get(name) !== address,
    );
    expect(met).toEqual([]);
    // The same address with another name would be replaced in place: the old one first.
    const addresses = new Map([...names].map(([name, address]) => [address, name]));
    const renamed = [...namesOf(shared!, stack)].filter(
      ([name, address]) => addresses.has(address) && addresses.get(address) !== name,
    );
    expect(renamed).toEqual([]);
    const doorOf = (blocks: Blocks) =>
      [...blocks.keys()].filter((address) =>
        /_(listener_rule|apigatewayv2_route)\..*Rules_|_route\./.test(address),
      );
    const attachments = (addresses: string[]) =>
      addresses.filter((address) => address.startsWith(`${stack} `));
    expect(attachments(doorOf(shared!))).toEqual(attachments(doorOf(separate!)));
    // Nothing outside of the deployment notices.
    const others = (blocks: Blocks) =>
      Object.fromEntries([...blocks].filter(([address]) => !address.startsWith(`${stack} `)));
    expect(others(shared!)).toEqual(others(separate!));
  });
});
