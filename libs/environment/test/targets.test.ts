import { isLaptop, parseEnvironment } from '../src';

const tools = { target: 'docker', topology: 'per-server', servers: { gitlab: {} } };
const laptop = (change: object = {}, deployment: object = {}) => ({
  name: 'local',
  access: 'token',
  deployments: { tools: { ...tools, ...deployment } },
  ...change,
});
const found = (raw: unknown) => parseEnvironment(raw).errors.map(({ code, path }) => `${code} ${path}`);

test('a laptop needs no account', () => {
  const raw = laptop({}, { port: 8080, servers: { gitlab: { port: 8081, size: { cpus: 0.5 } } } });
  expect(parseEnvironment(raw)).toEqual({ environment: raw, errors: [] });
});

test.each<[string, object, string[]]>([
  ['an account', { aws: { account: '111122223333', region: 'us-east-1' } }, ['aws']],
  ['a registry', { registry: 'own' }, ['registry']],
  ['a throttle', { limits: { throttle: 1 } }, ['limits']],
  ['quotas', { quotas: { httpApiRoutes: 600 } }, ['quotas']],
  ['tracing', { observability: { tracing: true } }, ['observability']],
  ['protection', { protected: true }, ['protected']],
  ['a shared state', { state: { s3: { bucket: 'acme-state', region: 'us-east-1' } } }, ['state']],
  [
    'a check at the edge',
    { access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'], alsoAt: 'edge' } } },
    ['access.jwt.alsoAt'],
  ],
])('%s means nothing there', (_, change, paths) => {
  expect(found(laptop(change))).toEqual(paths.map((path) => `not-for-target ${path}`));
});

test('what it can have all the same', () => {
  expect(found(laptop({ state: 'local', protected: false, retired: ['old'] }))).toEqual([]);
  expect(found(laptop({ access: { token: true, allowedOrigins: ['http://localhost:6274'] } }))).toEqual([]);
});

test('keys of another target are errors where they stand', () => {
  const servers = {
    gitlab: { concurrency: { reserved: 1 }, limits: { throttle: 1 }, settings: { A: { ssm: '/mcp/a' } } },
  };
  expect(found(laptop({}, { edge: 'http-api', servers }))).toEqual(
    ['edge', 'servers.gitlab.limits', 'servers.gitlab.concurrency', 'servers.gitlab.settings.A'].map(
      (path) => `not-for-target deployments.tools.${path}`,
    ),
  );
  const aws = { account: '111122223333', region: 'us-east-1' };
  const lambda = { target: 'lambda', port: 8080, servers: { gitlab: { port: 8081, size: { cpus: 1 } } } };
  expect(found(laptop({ aws }, lambda))).toEqual(
    ['port', 'servers.gitlab.port', 'servers.gitlab.size.cpus'].map(
      (path) => `not-for-target deployments.tools.${path}`,
    ),
  );
});

test.each([80, 65_536])('%p is no port', (port) => {
  expect(found(laptop({}, { port }))).toEqual(['invalid-value deployments.tools.port']);
});

test('a laptop and AWS in one file are told apart', () => {
  const lambda = { target: 'lambda', topology: 'per-server', servers: { pagerduty: {} } };
  const mixed = laptop({
    aws: { account: '111122223333', region: 'us-east-1' },
    deployments: { tools, oncall: lambda },
  });
  expect(found(mixed)).toEqual(['targets-mixed deployments.tools.target']);
});

test('an environment at AWS without an account is planned for one that stands in', () => {
  const raw = laptop({}, { target: 'lambda' });
  expect(parseEnvironment(raw).environment?.aws).toEqual({ account: '111122223333', region: 'us-east-1' });
  expect(found(raw)).toEqual(['missing-key aws']);
});

test('without deployments, one that retires some and has no account is a laptop', () => {
  expect(isLaptop({ deployments: {}, retired: ['tools'] })).toBe(true);
  expect(isLaptop({ deployments: {} })).toBe(false);
  expect(isLaptop({ deployments: {}, retired: [], aws: {} })).toBe(false);
});

const aws = { account: '111122223333', region: 'us-east-1' };
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1a-2b';
const at = (target: string, deployment: object = {}, change: object = {}) =>
  laptop({ aws, ...change }, { target, ...deployment });

test.each<[string, object, string]>([
  ['an edge of API Gateway', { edge: 'http-api' }, 'edge'],
  ['a throttle', { servers: { gitlab: { limits: { throttle: 1 } } } }, 'servers.gitlab.limits'],
  ['concurrency', { servers: { gitlab: { concurrency: { reserved: 1 } } } }, 'servers.gitlab.concurrency'],
  ['a port', { port: 8080 }, 'port'],
  ['a port of an instance', { servers: { gitlab: { port: 8080 } } }, 'servers.gitlab.port'],
])('%s means nothing to tasks', (_, deployment, path) => {
  expect(found(at('fargate', deployment))).toEqual([`not-for-target deployments.tools.${path}`]);
});

test.each<[string, object, string]>([
  ['exposure', { exposure: 'internet' }, 'exposure'],
  ['clients', { clients: { office: '203.0.113.0/24' } }, 'clients'],
  ['plain HTTP', { plainHttp: true }, 'plainHttp'],
  ['a web ACL', { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/mcp/1a' }, 'webAclArn'],
  ['capacity', { capacity: 'spot' }, 'capacity'],
  ['a shell', { debug: { exec: true } }, 'debug'],
  ['an edge of tasks', { edge: 'alb' }, 'edge'],
  ['scaling', { servers: { gitlab: { scaling: { max: 2 } } } }, 'servers.gitlab.scaling'],
])('%s means nothing to functions, and nothing on a laptop', (_, deployment, path) => {
  expect(found(at('lambda', deployment))).toEqual([`not-for-target deployments.tools.${path}`]);
  expect(found(laptop({}, deployment))).toEqual([`not-for-target deployments.tools.${path}`]);
});

test('a name, a certificate and a failover are for both targets at AWS, and never for a laptop', () => {
  const named = {
    host: 'mcp.example.com',
    certificateArn,
    failover: { role: 'primary', with: 'eu', instance: 'gitlab' },
  };
  expect(found(at('fargate', named))).toEqual([]);
  expect(found(at('lambda', named))).toEqual([]);
  expect(found(laptop({}, named))).toEqual(
    Object.keys(named).map((key) => `not-for-target deployments.tools.${key}`),
  );
});

test.each([
  ['domain', { zone: 'example.com' }],
  ['alarms', { email: ['oncall@example.com'] }],
  ['secrets', { refresh: true }],
])('%s is nothing of a laptop', (key, value) => {
  expect(found(laptop({ [key]: value }))).toEqual([`not-for-target ${key}`]);
});

test('rotation and alarms of an instance are nothing of a laptop', () => {
  const rotation = { functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:renew' };
  const servers = { gitlab: { rotation, alarms: { restarts: 5 } } };
  expect(found(at('lambda', { servers }))).toEqual([]);
  expect(found(laptop({}, { servers }))).toEqual([
    'not-for-target deployments.tools.servers.gitlab.rotation',
    'not-for-target deployments.tools.servers.gitlab.alarms',
  ]);
});

test('a network is nothing of a laptop', () => {
  expect(found(laptop({ network: { zones: 2 } }))).toEqual(['not-for-target network']);
});

test('where the keys of an issuer are is for load balancers that check tokens alone', () => {
  const jwt = { issuer: 'https://login.example.com/', audiences: ['mcp'], jwksUri: 'https://a.example/keys' };
  const access = { jwt };
  const atEdge = { jwt: { ...jwt, alsoAt: 'edge' } };
  const refused = ['not-for-target access.jwt.jwksUri'];
  expect(found(at('fargate', {}, { access: atEdge }))).toEqual([]);
  expect(found(at('fargate', {}, { access }))).toEqual(refused);
  expect(found(at('lambda', {}, { access: atEdge }))).toEqual(refused);
  expect(found(laptop({ access }))).toEqual(refused);
});
