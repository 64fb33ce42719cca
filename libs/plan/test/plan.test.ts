import { SHARED_FUNCTION, planFleet } from '../src';
import { catalog, environment, errors, imageRecipe, lambdaOf, plan } from './fixtures';

test('the same input gives the same plan, to the byte', () => {
  const text = () =>
    JSON.stringify(planFleet(environment(), { environments: [environment()], catalog, imageRecipe }));
  expect(text()).toBe(text());
});

test('defaults are filled in', () => {
  const { deployments, foundation, state, tags, ...rest } = plan(environment());
  expect(rest).toEqual({
    environment: 'dev',
    protected: false,
    aws: { account: '111122223333', region: 'us-east-1', partition: 'aws' },
    dashboard: { stack: 'dev-dashboard', name: 'dev-mcp-servers' },
    maskLogs: true,
    warnings: [],
    retired: [],
    acknowledged: [],
  });
  expect(state).toEqual({ kind: 'local' });
  expect(tags).toEqual({ Application: 'mcp-servers', Environment: 'dev' });
  expect(foundation.stack).toBe('dev-foundation');
  expect(deployments['tools']).toMatchObject({
    stack: 'dev-tools',
    edge: 'http-api',
    architecture: 'arm64',
    api: { name: 'dev-tools', throttle: { throttle: 1000, burst: 5000 }, allowedOrigins: [] },
    tags: { Deployment: 'tools' },
  });
  expect(lambdaOf({ deployments }).functions['gitlab']).toMatchObject({
    name: 'dev-tools-gitlab',
    memoryMiB: 256,
    ephemeralStorageMiB: 512,
    timeoutSeconds: 29,
    concurrency: {},
    tracing: false,
    logLevel: 'INFO',
    secrets: ['access', 'gitlab'],
    tags: { Server: 'gitlab' },
  });
});

test('one word changes the topology: instances, paths, secrets and repositories stay', () => {
  const separate = plan(environment());
  const shared = plan(environment({}, { topology: 'multi-server' }));
  const paths = (p: typeof separate) =>
    Object.values(p.deployments['tools']?.instances ?? {}).map(({ name, server, paths }) => ({
      name,
      server,
      paths,
    }));
  expect(paths(shared)).toEqual(paths(separate));
  expect(paths(shared)[0]?.paths).toEqual({ mcp: '/gitlab/mcp', health: '/gitlab/health' });
  expect(shared.foundation).toEqual(separate.foundation);
  expect(Object.keys(lambdaOf(separate).functions)).toEqual(['gitlab', 'pagerduty']);
  expect(lambdaOf(shared).functions).toEqual({
    [SHARED_FUNCTION]: expect.objectContaining({
      name: 'dev-tools',
      memoryMiB: 512,
      tags: { Type: 'multi-server' },
    }),
  });
});

test('an instance is a server under another name', () => {
  const { deployments } = plan(
    environment({}, { servers: { gitlab: {}, 'gitlab-eu': { server: 'gitlab' } } }),
  );
  const { functions, instances } = lambdaOf({ deployments });
  expect(instances['gitlab-eu']).toMatchObject({ server: 'gitlab', paths: { mcp: '/gitlab-eu/mcp' } });
  expect(functions['gitlab-eu']).toMatchObject({
    name: 'dev-tools-gitlab-eu',
    secrets: ['access', 'gitlab-eu'],
  });
  expect(functions['gitlab-eu']?.image).toEqual(functions['gitlab']?.image);
});

test('all errors come at once', () => {
  const wrong = environment(
    { protected: true, limits: { burst: 9999 } },
    { servers: { gitlb: {}, pagerduty: { timeoutSeconds: 30, size: { memoryMiB: 1 } } } },
  );
  expect(errors(wrong)).toEqual([
    'state-not-shared state',
    'quota-exceeded limits.burst',
    'unknown-server deployments.tools.servers.gitlb',
    'timeout-too-long deployments.tools.servers.pagerduty.timeoutSeconds',
    'limit-exceeded deployments.tools.servers.pagerduty.size.memoryMiB',
    'image-pin-missing deployments.tools.servers.pagerduty',
  ]);
});

test('names of objects that every object has are no servers', () => {
  expect(errors(environment({}, { servers: { x: { server: 'constructor' } } }))).toEqual([
    'unknown-server deployments.tools.servers.x.server',
  ]);
});

test('what can be acknowledged stops nothing once it is, and is kept with its reason', () => {
  const slow = { servers: { gitlab: { ...catalog.servers['gitlab']! } } };
  slow.servers.gitlab = {
    ...slow.servers.gitlab,
    runtime: { ...slow.servers.gitlab.runtime, slowestCallSeconds: 60 },
  };
  const tools = { servers: { gitlab: {} } };
  expect(errors(environment({}, tools), { catalog: slow })).toEqual([
    'slow-server deployments.tools.servers.gitlab',
  ]);
  const reason = 'nobody uses the slow tools';
  const accepted = plan(environment({ acknowledge: { 'slow-server': reason } }, tools), { catalog: slow });
  expect(accepted.acknowledged).toEqual([
    { code: 'slow-server', path: 'deployments.tools.servers.gitlab', reason },
  ]);
});

test('30 seconds, as long as the edge waits, is not slow', () => {
  const gitlab = catalog.servers['gitlab']!;
  const atLimit = {
    servers: { gitlab: { ...gitlab, runtime: { ...gitlab.runtime, slowestCallSeconds: 30 } } },
  };
  expect(errors(environment({}, { servers: { gitlab: {} } }), { catalog: atLimit })).toEqual([]);
});

test('access by JWT brings metadata paths, the authorizer only where it is asked for', () => {
  const jwt = { issuer: 'https://login.example.com/', audiences: ['mcp'] };
  const atRouter = lambdaOf(plan(environment({ access: { jwt } })));
  expect(atRouter.instances['gitlab']?.paths.metadata).toBe(
    '/.well-known/oauth-protected-resource/gitlab/mcp',
  );
  expect(atRouter.api.authorizer).toBeUndefined();
  expect(atRouter.functions['gitlab']?.router.access).toEqual({ mode: 'jwt', ...jwt });
  const alsoAtEdge = lambdaOf(plan(environment({ access: { jwt: { ...jwt, alsoAt: 'edge' } } })));
  expect(alsoAtEdge.api.authorizer).toEqual({ ...jwt, scopes: [] });
});

test('public access has no secret of tokens', () => {
  const open = plan(environment({ access: { public: true, allowedOrigins: ['https://a.example'] } }));
  expect(Object.keys(open.foundation.secrets)).toEqual(['gitlab', 'pagerduty']);
  expect(lambdaOf(open).functions['gitlab']?.router).toMatchObject({
    access: { mode: 'public' },
    allowedOrigins: ['https://a.example'],
  });
});

test("a server's own permissions reach its function with the account filled in", () => {
  const { deployments } = plan(
    environment({ aws: { account: '111122223333', region: 'cn-north-1' } }, { servers: { reader: {} } }),
  );
  expect(lambdaOf({ deployments }).functions['reader']?.permissions).toEqual([
    { actions: ['s3:GetObject'], resources: ['arn:aws-cn:s3:::b-111122223333-cn-north-1/*'] },
  ]);
});

test('retired deployments are kept by name and change nothing else', () => {
  const { retired, ...rest } = plan(environment({ retired: ['old', 'older'] }));
  expect(retired).toEqual(['old', 'older']);
  expect(rest).toEqual({ ...plan(environment()), retired: undefined });
});

test('SSM settings become exact ARNs and reach the router as paths', () => {
  const inputs = [
    { name: 'URL', kind: 'variable', required: true, secret: false, format: 'string' },
  ] as const;
  const withUrl = { servers: { gitlab: { ...catalog.servers['gitlab']!, inputs } } };
  const { deployments } = plan(
    environment({}, { servers: { gitlab: { settings: { URL: { ssm: '/mcp/url' } } } } }),
    { catalog: withUrl },
  );
  const fn = lambdaOf({ deployments }).functions['gitlab'];
  expect(fn?.parameterArns).toEqual(['arn:aws:ssm:us-east-1:111122223333:parameter/mcp/url']);
  expect(fn?.router.instances['gitlab']?.settings).toEqual({ URL: { ssm: '/mcp/url' } });
});

test('network and dashboard are retired by their names, once nothing needs them', () => {
  const retired = ['network', 'dashboard'];
  const observability = { dashboard: false };
  expect(errors(environment({ retired, observability }))).toEqual([]);
  expect(errors(environment({ retired }))).toEqual(['invalid-value retired.1']);
  const tasks = { target: 'fargate', plainHttp: true } as const;
  expect(errors(environment({ retired, observability }, tasks))).toEqual(['invalid-value retired.0']);
});
