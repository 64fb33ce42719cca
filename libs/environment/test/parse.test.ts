import type { EnvironmentInput } from '../src';
import { defineEnvironment, parseEnvironment } from '../src';

const minimal: EnvironmentInput = {
  name: 'dev',
  aws: { account: '111122223333', region: 'us-east-1' },
  access: 'token',
  deployments: { tools: { target: 'lambda', topology: 'multi-server', servers: { gitlab: {} } } },
};

const codesAndPaths = (raw: unknown) =>
  parseEnvironment(raw).errors.map(({ code, path }) => `${code} ${path}`);

/** The minimal environment with the value at a dotted path replaced. */
function change(path: string, value: unknown): unknown {
  const copy = structuredClone(minimal) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce<Record<string, unknown>>(
    (at, key) => (at[key] ??= {}) as Record<string, unknown>,
    copy,
  );
  parent[last] = value;
  return copy;
}

test('a minimal environment parses to itself', () => {
  expect(parseEnvironment(defineEnvironment(minimal))).toEqual({ environment: minimal, errors: [] });
});

test('everything that can be written parses', () => {
  const everything: EnvironmentInput = {
    name: 'dev',
    protected: true,
    aws: { account: '111122223333', region: 'us-gov-west-1' },
    state: {
      s3: {
        bucket: 'acme-state',
        region: 'us-east-1',
        prefix: 'a/b',
        kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1',
      },
    },
    registry: { account: '444455556666', prefix: 'images/mcp' },
    access: {
      jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'], scopes: ['use'], alsoAt: 'edge' },
      allowedOrigins: ['https://app.example.com', 'http://localhost:8080'],
    },
    limits: { throttle: 10, burst: 20 },
    quotas: { httpApiRoutes: 600 },
    acknowledge: { 'slow-server': 'nobody uses the slow tools' },
    observability: { tracing: true },
    retired: ['old-tools'],
    deployments: {
      tools: {
        target: 'lambda',
        topology: 'per-server',
        edge: 'http-api',
        architecture: 'x86_64',
        servers: {
          'gitlab-eu': {
            server: 'gitlab',
            settings: { A: 'text', B: 5, C: true, D: { ssm: '/mcp/dev/d' } },
            size: { memoryMiB: 512, ephemeralStorageMiB: 1024 },
            timeoutSeconds: 20,
            limits: { throttle: 1.5 },
            concurrency: { reserved: 0, provisioned: 1 },
            logLevel: 'debug',
          },
        },
      },
    },
  };
  expect(parseEnvironment(everything)).toEqual({ environment: everything, errors: [] });
});

test('everything that can be written of tasks parses', () => {
  const tasks: EnvironmentInput = {
    name: 'production',
    aws: { account: '111122223333', region: 'eu-central-1' },
    access: {
      jwt: {
        issuer: 'https://login.example.com/',
        audiences: ['mcp'],
        alsoAt: 'edge',
        jwksUri: 'https://login.example.com/keys',
      },
    },
    network: {
      cidr: '10.20.0.0/16',
      zones: { a: 'eu-central-1a', c: 'eu-central-1c' },
      nat: 'regional',
      endpoints: 'interface',
      ipv6: true,
      publicBuckets: ['vendor-files', 'acme-exports-*'],
      privatePrefixLength: 20,
    },
    quotas: { albRules: 200, albTargetGroups: 200, ecsTasksPerService: 6000 },
    acknowledge: { 'plain-http': 'behind a proxy that speaks HTTPS' },
    deployments: {
      tools: {
        target: 'fargate',
        topology: 'per-server',
        edge: 'alb',
        exposure: 'internet',
        clients: { office: '203.0.113.0/24' },
        host: 'mcp.example.com',
        certificateArn: 'arn:aws-us-gov:acm:us-gov-west-1:111122223333:certificate/1a-2b',
        webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/mcp_1/1a-2b',
        capacity: 'mixed',
        debug: { exec: true },
        servers: {
          gitlab: {
            size: { cpus: 0.5, memoryMiB: 1024 },
            scaling: {
              min: 1,
              max: 4,
              requestsPerTarget: 100,
              cpuPercent: 50,
              memoryPercent: 60.5,
              schedules: {
                night: { schedule: 'cron(0 20 ? * MON-FRI *)', timezone: 'Europe/Berlin', min: 1, max: 1 },
              },
            },
          },
        },
      },
      inside: { target: 'fargate', topology: 'multi-server', plainHttp: true, servers: { pagerduty: {} } },
    },
  };
  expect(parseEnvironment(tasks)).toEqual({ environment: tasks, errors: [] });
  const network: EnvironmentInput['network'] = {
    existing: {
      vpcId: 'vpc-0123456789abcdef0',
      cidr: '192.0.2.0/24',
      publicSubnets: { a: 'subnet-01234567' },
      privateSubnets: { a: 'subnet-0123456789abcdef0' },
    },
  };
  expect(parseEnvironment({ ...tasks, network }).errors).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['cidr', '10.20.0.1/16', 'invalid-value network.cidr'],
  ['cidr', '10.20.0.0/15', 'invalid-value network.cidr'],
  ['cidr', '10.20.0.0/25', 'invalid-value network.cidr'],
  ['cidr', '203.0.113.0/24', 'invalid-value network.cidr'],
  ['cidr', '${var.cidr}', 'invalid-value network.cidr'],
  ['zones', 0, 'invalid-value network.zones'],
  ['zones', 4, 'invalid-value network.zones'],
  ['zones', 1.5, 'invalid-value network.zones'],
  ['zones', { d: 'us-east-1d' }, 'unknown-key network.zones.d'],
  ['zones', { a: 'use1-az1' }, 'invalid-value network.zones.a'],
  ['nat', 'double', 'invalid-value network.nat'],
  ['endpoints', 'all', 'invalid-value network.endpoints'],
  ['privatePrefixLength', 24, 'invalid-value network.privatePrefixLength'],
  ['privatePrefixLength', 16, 'invalid-value network.privatePrefixLength'],
  [
    'existing',
    { vpcId: 'vpc-1', privateSubnets: { a: 'subnet-01234567' } },
    'invalid-value network.existing.vpcId',
  ],
  [
    'existing',
    { vpcId: 'vpc-01234567', privateSubnets: {} },
    'invalid-value network.existing.privateSubnets',
  ],
  [
    'existing',
    { vpcId: 'vpc-01234567', privateSubnets: { a: 'subnet-${x}' } },
    'invalid-value network.existing.privateSubnets.a',
  ],
  ['existing', { vpcId: 'vpc-01234567' }, 'missing-key network.existing.privateSubnets'],
  ['nats', 'single', 'unknown-key network.nats'],
])('a network with %s %p is %s', (key, value, expected) => {
  expect(codesAndPaths({ ...minimal, network: { [key]: value } })).toEqual([expected]);
});

test.each<[string, unknown]>([
  ['host', 'https://mcp.example.com'],
  ['host', 'MCP.example.com'],
  ['host', 'localhost'],
  ['certificateArn', 'arn:aws:iam::111122223333:server-certificate/x'],
  ['certificateArn', 'arn:aws:acm:us-east-1:111122223333:certificate/${x}'],
  ['webAclArn', 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/mcp/1a'],
  ['webAclArn', 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/%{x}/1a'],
  ['plainHttp', false],
  ['exposure', 'public'],
  ['capacity', 'ec2'],
  ['clients', {}],
  ['clients.office', '203.0.113.7'],
  ['clients.constructor', '203.0.113.0/24'],
  ['servers.gitlab.scaling.min', 0],
  ['servers.gitlab.scaling.cpuPercent', 101],
  ['servers.gitlab.scaling.requestsPerTarget', 0],
  ['servers.gitlab.scaling.schedules', { night: { schedule: 'at night', min: 1, max: 1 } }],
  [
    'servers.gitlab.scaling.schedules',
    { night: { schedule: 'rate(1 day)', timezone: '${x}', min: 1, max: 1 } },
  ],
  ['servers.gitlab.scaling.schedules', { constructor: { schedule: 'rate(1 day)', min: 1, max: 1 } }],
  ['servers.gitlab.size.memoryMiB', 0],
  ['servers.gitlab.size.ephemeralStorageMiB', -1],
  ['servers.gitlab.size.cpus', 0],
])('a deployment in tasks with %s %p is an invalid value there', (path, value) => {
  const raw = change('deployments.tools.target', 'fargate') as typeof minimal;
  const keys = path.split('.');
  let parent = raw.deployments['tools'] as unknown as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) {
    if (!Object.hasOwn(parent, key)) parent[key] = {};
    parent = parent[key] as Record<string, unknown>;
  }
  Object.defineProperty(parent, keys.at(-1)!, { value, enumerable: true });
  const [found, ...more] = codesAndPaths(raw);
  expect(found).toContain(`invalid-value deployments.tools.${path}`);
  expect(more).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['name', 'Prod', 'invalid-value name'],
  ['name', 'dev-1', 'invalid-value name'],
  ['name', undefined, 'missing-key name'],
  ['aws.account', 111122223333, 'wrong-type aws.account'],
  ['aws.account', '1234', 'invalid-value aws.account'],
  ['aws.region', 'us', 'invalid-value aws.region'],
  ['aws.profile', 'x', 'unknown-key aws.profile'],
  ['protectd', true, 'unknown-key protectd'],
  ['state', 'remote', 'invalid-value state'],
  ['state', { s3: { bucket: 'acme', region: 'us-east-1', prefix: '/a/' } }, 'invalid-value state.s3.prefix'],
  ['registry', 'shared', 'invalid-value registry'],
  ['registry', { account: '1' }, 'invalid-value registry.account'],
  ['access', undefined, 'access-missing access'],
  ['access', 'open', 'invalid-value access'],
  ['access', {}, 'access-missing access'],
  ['access', { token: true, public: true }, 'invalid-value access'],
  ['access', { jwt: { issuer: 'https://a.example' } }, 'missing-key access.jwt.audiences'],
  ['access', { jwt: { issuer: 'http://a.example', audiences: ['x'] } }, 'invalid-value access.jwt.issuer'],
  ['access', { token: true, allowedOrigins: ['*'] }, 'invalid-value access.allowedOrigins.0'],
  [
    'access',
    { token: true, allowedOrigins: ['https://App.example.com'] },
    'invalid-value access.allowedOrigins.0',
  ],
  ['aws.region', 'us-iso-east-1', 'invalid-value aws.region'],
  ['state', { s3: { bucket: '192.168.1.1', region: 'us-east-1' } }, 'invalid-value state.s3.bucket'],
  [
    'state',
    { s3: { bucket: 'acme', region: 'us-east-1', prefix: '../..' } },
    'invalid-value state.s3.prefix',
  ],
  ['access', { token: true, allowedOrigins: ['app.example.com'] }, 'invalid-value access.allowedOrigins.0'],
  ['quotas', { routes: 5 }, 'quota-unknown quotas.routes'],
  ['acknowledge', { 'unknown-key': 'because I said so' }, 'acknowledge-refused acknowledge.unknown-key'],
  ['acknowledge', { 'slow-server': 'why' }, 'invalid-value acknowledge.slow-server'],
  ['retired', ['Old'], 'invalid-value retired.0'],
  ['retired', ['old', 'tools'], 'invalid-value retired.1'],
  ['retired', ['old', 'old'], 'invalid-value retired.1'],
  ['retired', ['foundation'], 'reserved-name retired.0'],
  ['retired', 'old', 'wrong-type retired'],
  ['domain', { zone: 'Example.com' }, 'invalid-value domain.zone'],
  ['domain', {}, 'missing-key domain.zone'],
  ['alarms', { email: [] }, 'invalid-value alarms.email'],
  ['alarms', { email: ['nobody'] }, 'invalid-value alarms.email.0'],
  ['alarms', { topicArn: 'alerts' }, 'invalid-value alarms.topicArn'],
  ['alarms', { thresholds: { errorPercent: 100 } }, 'invalid-value alarms.thresholds.errorPercent'],
  ['alarms', { thresholds: { restarts: 1.5 } }, 'wrong-type alarms.thresholds.restarts'],
  ['secrets', { key: 'mine' }, 'invalid-value secrets.key'],
  ['secrets', { alsoReadBy: ['*'] }, 'invalid-value secrets.alsoReadBy.0'],
  ['agentGateway', {}, 'not-yet-supported agentGateway'],
  ['deployments.tools.host', 'MCP.example.com', 'invalid-value deployments.tools.host'],
  ['deployments.tools.failover', { role: 'primary' }, 'missing-key deployments.tools.failover.with'],
  [
    'deployments.tools.failover',
    { role: 'first', with: 'eu' },
    'invalid-value deployments.tools.failover.role',
  ],
  ['deployments.tools.target', 'ec2', 'invalid-value deployments.tools.target'],
  ['deployments.tools.edge', 'alb', 'not-for-target deployments.tools.edge'],
  ['deployments.tools.edge', 'nlb', 'invalid-value deployments.tools.edge'],
  ['deployments.tools.topology', 'per-servr', 'invalid-value deployments.tools.topology'],
  ['deployments.tools.servers', {}, 'invalid-value deployments.tools.servers'],
  ['deployments.tools.servers.GitLab', {}, 'invalid-value deployments.tools.servers.GitLab'],
  ['deployments.tools.servers.a--b', {}, 'invalid-value deployments.tools.servers.a--b'],
  ['deployments.tools.servers.health', {}, 'reserved-name deployments.tools.servers.health'],
  ['deployments.tools.servers.mcp', {}, 'reserved-name deployments.tools.servers.mcp'],
  [
    'deployments.tools.servers.gitlab.rotation',
    {},
    'missing-key deployments.tools.servers.gitlab.rotation.functionArn',
  ],
  [
    'deployments.tools.servers.gitlab.rotation',
    { functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f', everyDays: 1001 },
    'invalid-value deployments.tools.servers.gitlab.rotation.everyDays',
  ],
  [
    'deployments.tools.servers.gitlab.rotation',
    { functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f', schedule: 'every day' },
    'invalid-value deployments.tools.servers.gitlab.rotation.schedule',
  ],
  [
    'deployments.tools.servers.gitlab.alarms',
    { latencyPercent: 0 },
    'invalid-value deployments.tools.servers.gitlab.alarms.latencyPercent',
  ],
  [
    'deployments.tools.servers.gitlab.timeoutSeconds',
    0,
    'invalid-value deployments.tools.servers.gitlab.timeoutSeconds',
  ],
  [
    'deployments.tools.servers.gitlab.settings',
    { A: ['x'] },
    'invalid-value deployments.tools.servers.gitlab.settings.A',
  ],
  [
    'deployments.tools.servers.gitlab.settings',
    { A: { ssm: 'x' } },
    'invalid-value deployments.tools.servers.gitlab.settings.A.ssm',
  ],
])('%s: %p is %s', (path, value, expected) => {
  expect(codesAndPaths(change(path, value))).toEqual([expected]);
});

test('reserved names are refused for deployments too', () => {
  expect(codesAndPaths({ ...minimal, deployments: { network: minimal.deployments['tools'] } })).toEqual([
    'reserved-name deployments.network',
  ]);
});

test('an error suggests the key that was meant', () => {
  const [error] = parseEnvironment(change('aws.regin', 'us-east-1')).errors;
  expect(error?.fix).toBe('did you mean "region"?');
  expect(error?.rule).toBe('the keys here are: account, region');
});

test.each<[string, unknown]>([
  ['settings.T', { gitlab: { settings: { T: ['glpat-x'] } } }],
  ['a list of servers', [{ server: 'gitlab', settings: { T: 'glpat-x' } }]],
  ['a text for an instance', { gitlab: 'glpat-x' }],
  ['a list for an instance', { gitlab: ['glpat-x'] }],
  ['an object for a size', { gitlab: { size: ['glpat-x'] } }],
])('what may be a secret is never printed: %s', (_, servers) => {
  const messages = parseEnvironment(change('deployments.tools.servers', servers)).errors.map(
    ({ message }) => message,
  );
  expect(messages.length).toBeGreaterThan(0);
  expect(messages.join()).not.toContain('glpat-x');
});

test.each<[string, unknown, string]>([
  ['constructor as an instance', { constructor: {} }, 'reserved-name deployments.tools.servers.constructor'],
  ['constructor with another type', { constructor: 5 }, 'wrong-type deployments.tools.servers.constructor'],
  [
    '__proto__',
    JSON.parse('{ "gitlab": {}, "__proto__": {} }'),
    'invalid-value deployments.tools.servers.__proto__',
  ],
  ['a function', { gitlab: () => 1 }, 'wrong-type deployments.tools.servers.gitlab'],
  [
    'a number that loses digits',
    { gitlab: { settings: { A: Number('12345678901234567890') } } },
    'invalid-value deployments.tools.servers.gitlab.settings.A',
  ],
])('%s is an error like any other', (_, servers, expected) => {
  expect(codesAndPaths(change('deployments.tools.servers', servers))).toContain(expected);
});

test('all errors are found at once', () => {
  const raw = { nme: 'x', aws: {}, deployments: { tools: { target: 'lambda', topology: 'x', servers: {} } } };
  expect(codesAndPaths(raw).sort()).toEqual([
    'access-missing access',
    'invalid-value deployments.tools.servers',
    'invalid-value deployments.tools.topology',
    'missing-key aws.account',
    'missing-key aws.region',
    'unknown-key nme',
  ]);
});

test.each(['__proto__', 'constructor', 'toString'])('target %s is none', (target) => {
  const deployments = { tools: { target, topology: 'per-server', servers: { gitlab: {} }, edge: 'alb' } };
  expect(codesAndPaths({ ...minimal, deployments })).toEqual(['invalid-value deployments.tools.target']);
});

test.each([undefined, null, 5, 'text', []])(
  '%p instead of an environment is an error, not a crash',
  (raw) => {
    expect(parseEnvironment(raw).errors.length).toBeGreaterThan(0);
  },
);
