import { drainSeconds, stopTimeoutSeconds } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import { SHARED_FUNCTION, planFleet } from '../src';
import type { DeploymentChange, EnvironmentChange } from './fixtures';
import { catalog, environment, fargateOf, imageRecipe, plan, server } from './fixtures';

const plain = { target: 'fargate', plainHttp: true } as const;
const MULTI = { topology: 'multi-server' } as const;

/** An environment with gitlab and pagerduty in tasks behind plain HTTP. */
const inTasks = (tools: DeploymentChange = {}, change: EnvironmentChange = {}): Environment =>
  environment(change, { ...plain, ...tools });
const tools = (...change: Parameters<typeof inTasks>) => fargateOf(plan(inTasks(...change)));
const shared = (servers: DeploymentChange['servers'], change: EnvironmentChange = {}) =>
  tools({ ...MULTI, ...(servers ? { servers } : {}) }, change).services[SHARED_FUNCTION]!;
const own = (
  instance: Environment['deployments'][string]['servers'][string],
  change: EnvironmentChange = {},
) => tools({ servers: { gitlab: instance } }, change).services['gitlab']!;
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`g-${i + 1}`, { server: 'gitlab' }]));
const isProtected = {
  protected: true,
  state: { s3: { bucket: 'acme', region: 'us-east-1' } },
  acknowledge: { 'plain-http': 'behind a proxy that speaks HTTPS' },
} as const;
/** Bounds of tasks where images need no pins. */
const scalingOf = (scaling: object, change: EnvironmentChange = {}, topology: DeploymentChange = {}) => {
  const of = inTasks({ ...topology, servers: { gitlab: { scaling }, pagerduty: {} } }, change);
  const { services } = fargateOf(plan(of, { ignorePins: true }));
  return (services['gitlab'] ?? services[SHARED_FUNCTION])!.scaling;
};

test('the same input gives the same plan, to the byte', () => {
  const text = (topology: DeploymentChange) =>
    JSON.stringify(planFleet(inTasks(topology), { environments: [inTasks(topology)], catalog, imageRecipe }));
  expect(text({})).toBe(text({}));
  expect(text(MULTI)).toBe(text(MULTI));
  expect(text(MULTI)).not.toBe(text({}));
});

test.each([{}, MULTI])('the order of instances changes no service: %p', (topology) => {
  const services = (servers: DeploymentChange['servers']) =>
    JSON.stringify(tools({ ...topology, servers: servers! }).services);
  expect(services({ pagerduty: {}, gitlab: {} })).toBe(services({ gitlab: {}, pagerduty: {} }));
});

test('defaults: one small task on demand for each instance, internal, kept between 1 and 10', () => {
  const { loadBalancer, services, containerInsights, edge } = tools();
  expect({ edge, containerInsights }).toEqual({ edge: 'alb', containerInsights: 'disabled' });
  expect(loadBalancer).toEqual({
    name: 'dev-tools',
    exposure: 'internal',
    plainHttp: true,
    idleTimeoutSeconds: 300,
    deletionProtection: false,
    accessLogBucket: 'dev-tools-alb-logs-111122223333-us-east-1',
  });
  const { containers, ...rest } = services['gitlab']!;
  expect(Object.keys(services)).toEqual(['gitlab', 'pagerduty']);
  expect(rest).toEqual({
    name: 'dev-tools-gitlab',
    targetGroupName: 'dev-tools-gitlab',
    refreshOn: [],
    frontContainer: 'gitlab',
    cpu: 256,
    memoryMiB: 512,
    architecture: 'arm64',
    capacity: 'on-demand',
    scaling: { min: 1, max: 10 },
    deregistrationDelaySeconds: 290,
    exec: false,
    egressPorts: [443],
    parameterArns: [],
    permissions: [],
    tags: { Server: 'gitlab' },
  });
  expect(Object.keys(containers)).toEqual(['gitlab']);
  expect(containers['gitlab']).toEqual({
    image: expect.objectContaining({ repositoryName: 'mcp-servers/dev/gitlab' }) as object,
    logGroupName: '/ecs/dev/tools/gitlab',
    variables: {},
    secrets: { MCP_SECRET_ACCESS: 'access', MCP_SECRET_GITLAB: 'gitlab' },
    router: {
      edge: 'streaming',
      access: { mode: 'token', secret: 'access' },
      labels: { Environment: 'dev', Deployment: 'tools' },
      timeoutSeconds: 290,
      instances: { gitlab: { server: 'gitlab', secret: 'gitlab' } },
    },
  });
});

test('one word changes the topology: no name is met twice, log groups, paths, secrets and repositories stay', () => {
  const separate = plan(inTasks());
  const together = plan(inTasks(MULTI));
  const names = (of: typeof separate) =>
    Object.values(fargateOf(of).services).flatMap(({ name, targetGroupName }) => [name, targetGroupName]);
  expect(names(separate).filter((name) => names(together).includes(name))).toEqual([]);
  const logGroups = (of: typeof separate) =>
    Object.values(fargateOf(of).services).flatMap(({ containers }) =>
      Object.entries(containers).map(([key, { logGroupName }]) => `${key} ${logGroupName}`),
    );
  expect(logGroups(together)).toEqual(['router /ecs/dev/tools/router', ...logGroups(separate)]);
  const paths = (of: typeof separate) =>
    Object.values(fargateOf(of).instances).map(({ name, paths }) => [name, paths]);
  expect(paths(together)).toEqual(paths(separate));
  expect(together.foundation).toEqual(separate.foundation);
  expect(fargateOf(together).loadBalancer).toEqual(fargateOf(separate).loadBalancer);
});

test('the repositories are those of the servers, and that of the router in front of them', () => {
  const { repositories } = plan(inTasks()).foundation;
  expect(Object.keys(repositories)).toEqual(['gitlab', 'pagerduty', 'router']);
  expect(repositories['router']).toMatchObject({ name: 'mcp-servers/dev/router', tags: {} });
});

test("tasks pull from another environment's registry, which has the router for them, across Regions too", () => {
  const dev = environment({ aws: { account: '111122223333', region: 'eu-west-1' } });
  const staging: Environment = {
    ...inTasks({ ...MULTI, servers: { gitlab: {} } }, { registry: { environment: 'dev' } }),
    name: 'staging',
  };
  const environments = [dev, staging];
  const { repositories } = plan(dev, { environments }).foundation;
  expect(Object.keys(repositories)).toEqual(['gitlab', 'pagerduty', 'router', 'tools']);
  const { containers } = fargateOf(plan(staging, { environments })).services[SHARED_FUNCTION]!;
  expect(containers['router']?.image).toMatchObject({
    repositoryName: 'mcp-servers/dev/router',
    registry: { account: '111122223333', region: 'eu-west-1' },
    contents: {},
  });
});

test('the front router knows where each instance is, checks access and holds no secret of theirs', () => {
  const { frontContainer, containers } = shared({ pagerduty: {}, gitlab: { timeoutSeconds: 20 } });
  expect(frontContainer).toBe('router');
  expect(Object.keys(containers)).toEqual(['router', 'gitlab', 'pagerduty']);
  expect(containers['router']).toEqual({
    image: expect.objectContaining({ repositoryName: 'mcp-servers/dev/router', contents: {} }) as object,
    memoryMiB: 128,
    logGroupName: '/ecs/dev/tools/router',
    variables: {},
    secrets: { MCP_SECRET_ACCESS: 'access' },
    router: {
      edge: 'streaming',
      role: 'front',
      access: { mode: 'token', secret: 'access' },
      labels: { Environment: 'dev', Deployment: 'tools' },
      timeoutSeconds: 290,
      instances: {
        gitlab: { server: 'gitlab', timeoutSeconds: 20, upstream: 'http://127.0.0.1:8100' },
        pagerduty: { server: 'pagerduty', upstream: 'http://127.0.0.1:8200' },
      },
    },
  });
});

test('the routers behind it check no access, listen beside each other and have their own secrets alone', () => {
  const access = { token: true as const, allowedOrigins: ['https://app.example.com'] };
  const { containers } = shared({ gitlab: {}, everything: { size: { memoryMiB: 700 } } }, { access });
  expect(containers['router']?.router.allowedOrigins).toEqual(['https://app.example.com']);
  expect(containers['gitlab']).toMatchObject({
    memoryMiB: 256,
    variables: { MCP_ROUTER_PORT: '8200', MCP_ROUTER_CHILD_PORT: '8201' },
    secrets: { MCP_SECRET_GITLAB: 'gitlab' },
    router: { role: 'inner', access: { mode: 'public' }, instances: { gitlab: { secret: 'gitlab' } } },
  });
  expect(containers['gitlab']?.router.allowedOrigins).toBeUndefined();
  expect(containers['everything']).toMatchObject({
    memoryMiB: 700,
    variables: { MCP_ROUTER_PORT: '8100' },
    secrets: {},
  });
});

test('the address that metadata names is the host, by HTTPS unless plain HTTP is written out', () => {
  const url = (change: DeploymentChange) =>
    tools(change).services['gitlab']?.containers['gitlab']?.router.publicUrl;
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1a';
  expect(url({ host: 'mcp.example.com', certificateArn, plainHttp: undefined })).toBe(
    'https://mcp.example.com',
  );
  expect(url({ host: 'mcp.example.com' })).toBe('http://mcp.example.com');
  expect(url({})).toBeUndefined();
});

test('access by JWT needs no secret; the check at the listener is there only where it is asked for', () => {
  const jwt = { issuer: 'https://login.example.com/', audiences: ['mcp'], scopes: ['use'] };
  const atRouter = tools({}, { access: { jwt } });
  const { router, secrets } = atRouter.services['gitlab']!.containers['gitlab']!;
  expect(router.access).toEqual({ mode: 'jwt', ...jwt });
  expect(secrets).toEqual({ MCP_SECRET_GITLAB: 'gitlab' });
  expect(atRouter.instances['gitlab']?.paths.metadata).toBe(
    '/.well-known/oauth-protected-resource/gitlab/mcp',
  );
  expect(atRouter.loadBalancer.jwt).toBeUndefined();

  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1a';
  const named = { host: 'mcp.example.com', certificateArn, plainHttp: undefined };
  const edge = { ...jwt, alsoAt: 'edge', jwksUri: 'https://login.example.com/keys' } as const;
  const check = { issuer: jwt.issuer, jwksUri: edge.jwksUri, audiences: ['mcp'], browsers: false };
  expect(tools(named, { access: { jwt: edge } }).loadBalancer.jwt).toEqual(check);
  const web = { jwt: edge, allowedOrigins: ['https://app.example.com'] };
  expect(tools(named, { access: web }).loadBalancer.jwt).toEqual({ ...check, browsers: true });
});

test.each([
  [1, 256, 512],
  [2, 512, 1024],
  [3, 512, 1024],
  [4, 1024, 2048],
  [5, 1024, 2048],
  [6, 2048, 4096],
  [9, 2048, 4096],
])('%d Go servers share a task of %d CPU units and %d MiB', (count, cpu, memoryMiB) => {
  expect(shared(many(count))).toMatchObject({ cpu, memoryMiB });
});

test.each<[object | undefined, number, number]>([
  [undefined, 256, 512],
  [{ memoryMiB: 600 }, 256, 1024],
  [{ memoryMiB: 3000 }, 512, 3072],
  [{ memoryMiB: 30_000 }, 4096, 30_720],
  [{ cpus: 0.3 }, 512, 1024],
  [{ cpus: 2 }, 2048, 4096],
  [{ cpus: 16 }, 16_384, 32_768],
  [{ cpus: 1, memoryMiB: 8192 }, 1024, 8192],
])('a task of its own with %p gets %d CPU units and %d MiB', (size, cpu, memoryMiB) => {
  expect(own(size ? { size } : {})).toMatchObject({ cpu, memoryMiB });
});

test('containers of a shared task have the memory of their servers, and fit with the front router', () => {
  const sizes = { gitlab: { size: { memoryMiB: 2000 } }, everything: {}, pagerduty: { size: { cpus: 1.5 } } };
  const { cpu, memoryMiB, containers } = shared(sizes);
  const sum = Object.values(containers).reduce((total, container) => total + (container.memoryMiB ?? NaN), 0);
  expect(sum).toBe(128 + 2000 + 512 + 256);
  expect({ cpu, memoryMiB }).toEqual({ cpu: 2048, memoryMiB: 4096 });
});

test('a container in a shared task has never less than ECS gives one', () => {
  const small = server('small');
  const servers = { ...catalog.servers, small: { ...small, runtime: { ...small.runtime, memoryMiB: 1 } } };
  const of = inTasks({ ...MULTI, servers: { small: {}, gitlab: {} } });
  const { services } = fargateOf(plan(of, { catalog: { servers } }));
  expect(Object.values(services).map(({ containers }) => containers['small']?.memoryMiB)).toEqual([6]);
});

test('disk is asked for beyond the 20 GiB that each task has', () => {
  const disk = (gib: number) => ({ size: { ephemeralStorageMiB: gib * 1024 } });
  expect(own(disk(20))).not.toHaveProperty('ephemeralStorageGiB');
  expect(own({ size: { ephemeralStorageMiB: 20 * 1024 + 1 } }).ephemeralStorageGiB).toBe(21);
  expect(shared({ gitlab: disk(15), pagerduty: disk(10) }).ephemeralStorageGiB).toBe(25);
});

test.each<[string, object, EnvironmentChange, object]>([
  ['where protected', {}, isProtected, { min: 2, max: 10 }],
  ['with one at most where protected', { max: 1 }, isProtected, { min: 1, max: 1 }],
  ['with more at least than at most by default', { min: 12 }, {}, { min: 12, max: 12 }],
  ['as written', { min: 3, max: 4, cpuPercent: 50 }, isProtected, { min: 3, max: 4, cpuPercent: 50 }],
])('tasks %s: %p', (_, scaling, change, expected) => {
  expect(scalingOf(scaling, change)).toEqual(expected);
});

test('instances that share a task get the highest of their bounds and the most careful of their targets', () => {
  const night = { schedule: 'rate(1 day)', min: 1, max: 1 };
  const { services } = tools({
    ...MULTI,
    servers: {
      gitlab: { scaling: { min: 3, max: 5, cpuPercent: 60, schedules: { night } } },
      pagerduty: { scaling: { max: 20, cpuPercent: 40, requestsPerTarget: 100, schedules: { night } } },
    },
  });
  expect(services[SHARED_FUNCTION]?.scaling).toEqual({
    min: 3,
    max: 20,
    cpuPercent: 40,
    requestsPerTarget: 100,
    schedules: { night },
  });
});

test('a server with sessions has one task, in a protected environment too', () => {
  const sessions = server('chat', { runtime: { ...server('chat').runtime, sessions: 'per-client' } });
  const of = inTasks({ servers: { chat: {} } }, isProtected);
  const planned = plan(of, { catalog: { servers: { chat: sessions } }, ignorePins: true });
  expect(fargateOf(planned).services['chat']?.scaling).toEqual({ min: 1, max: 1 });
});

test('the load balancer waits longer than the longest answer, and a task that ends as long as one takes', () => {
  const times = (...timeouts: (number | undefined)[]) => {
    const servers = Object.fromEntries(
      timeouts.map((timeoutSeconds, i) => [`g-${i}`, { server: 'gitlab', timeoutSeconds }]),
    );
    const { loadBalancer, services } = tools({ servers });
    return [
      loadBalancer.idleTimeoutSeconds,
      ...Object.values(services).map((service) => service.deregistrationDelaySeconds),
    ];
  };
  expect(times(undefined)).toEqual([300, 290]);
  expect(times(20, 600)).toEqual([610, 60, 600]);
  const { runtime } = server('gitlab');
  const knownToTake = (slowestCallSeconds: number) => {
    const servers = { gitlab: server('gitlab', { runtime: { ...runtime, slowestCallSeconds } }) };
    return fargateOf(plan(inTasks({ servers: { gitlab: {} } }), { catalog: { servers } }));
  };
  const delay = (seconds: number) => knownToTake(seconds).services['gitlab']?.deregistrationDelaySeconds;
  expect([delay(20), delay(180), delay(288)]).toEqual([60, 185, 290]);
  expect(knownToTake(180).instances['gitlab']?.slowestCallSeconds).toBe(180);
});

test.each([
  ['on-demand', 60],
  ['spot', 113],
  ['mixed', 113],
] as const)(
  'the load balancer waits for tasks %s at least as long as their routers do',
  (capacity, delay) => {
    const servers = { gitlab: { timeoutSeconds: 20 } };
    for (const topology of [{}, MULTI]) {
      const [service] = Object.values(tools({ ...topology, capacity, servers }).services);
      expect(service?.deregistrationDelaySeconds).toBe(delay);
      expect(delay).toBeGreaterThanOrEqual(drainSeconds(stopTimeoutSeconds(capacity)));
    }
    const { services } = tools({ capacity, servers: { gitlab: { timeoutSeconds: 600 } } });
    expect(services['gitlab']?.deregistrationDelaySeconds).toBe(600);
  },
);

test('what protects a protected environment: deletion, insights', () => {
  const { loadBalancer, containerInsights } = fargateOf(plan(inTasks({}, isProtected), { ignorePins: true }));
  expect(loadBalancer.deletionProtection).toBe(true);
  expect(containerInsights).toBe('enhanced');
});

test('settings and parameters, permissions and levels reach their own service alone', () => {
  const inputs = [
    { name: 'URL', kind: 'variable', required: true, secret: false, format: 'string' },
  ] as const;
  const servers = { ...catalog.servers, wiki: server('wiki', { inputs }) };
  const of = inTasks({
    servers: {
      wiki: { settings: { URL: { ssm: '/mcp/url' } }, logLevel: 'debug' },
      reader: {},
    },
  });
  const { services } = fargateOf(plan(of, { catalog: { servers } }));
  expect(services['wiki']?.parameterArns).toEqual(['arn:aws:ssm:us-east-1:111122223333:parameter/mcp/url']);
  expect(services['wiki']?.permissions).toEqual([]);
  expect(services['wiki']?.containers['wiki']?.router.instances['wiki']).toEqual({
    server: 'wiki',
    settings: { URL: { ssm: '/mcp/url' } },
    logLevel: 'debug',
  });
  expect(services['reader']?.parameterArns).toEqual([]);
  expect(services['reader']?.permissions).toHaveLength(1);
});

test('what a deployment says of its front door and its tasks arrives', () => {
  const { loadBalancer, services, architecture } = tools({
    exposure: 'internet',
    clients: { office: '203.0.113.0/24' },
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/mcp/1a',
    capacity: 'mixed',
    architecture: 'x86_64',
    debug: { exec: true },
  });
  expect(loadBalancer).toMatchObject({
    exposure: 'internet',
    clients: { office: '203.0.113.0/24' },
    webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/mcp/1a',
  });
  expect(architecture).toBe('x86_64');
  expect(services['gitlab']).toMatchObject({ capacity: 'mixed', architecture: 'x86_64', exec: true });
  expect(services['gitlab']?.containers['gitlab']?.image.architecture).toBe('x86_64');
});

test('long names are shortened, each within what its kind of resource takes, and stay different', () => {
  const long = (end: string) => `${'a'.repeat(38)}${end}`;
  const servers = { [long('x')]: { server: 'gitlab' }, [long('y')]: { server: 'gitlab' } };
  const of = environment({ deployments: { [long('d')]: { ...plain, topology: 'per-server', servers } } });
  const { loadBalancer, services } = fargateOf(plan(of), long('d'));
  expect(loadBalancer.name.length).toBeLessThanOrEqual(32);
  expect(loadBalancer.accessLogBucket.length).toBeLessThanOrEqual(63);
  for (const key of ['name', 'targetGroupName'] as const) {
    const names = Object.values(services).map((service) => service[key]);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(key === 'name' ? 54 : 32);
  }
});
