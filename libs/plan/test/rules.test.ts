import { planFleet, routerVariables } from '../src';
import { catalog, environment, errors, imageRecipe, lambdaOf, plan, server } from './fixtures';

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`e-${i + 1}`, { server: 'everything' }]));
const jwt = { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'] } };

test('75 instances fit in 300 routes, 60 where each has metadata, more where AWS granted more', () => {
  expect(errors(environment({}, { servers: many(75) }))).toEqual([]);
  expect(errors(environment({}, { servers: many(76) }))).toEqual([
    'quota-exceeded deployments.tools.servers',
  ]);
  expect(errors(environment({ access: jwt }, { servers: many(60) }))).toEqual([]);
  expect(errors(environment({ access: jwt }, { servers: many(61) }))).toEqual([
    'quota-exceeded deployments.tools.servers',
  ]);
  expect(errors(environment({ quotas: { httpApiRoutes: 400 } }, { servers: many(76) }))).toEqual([]);
});

test('integrations are counted by function', () => {
  const quotas = { httpApiRoutes: 2000 };
  expect(errors(environment({ quotas }, { servers: many(301) }))).toEqual([
    'limit-exceeded deployments.tools.servers',
  ]);
});

test('what an environment reserves leaves 100 to the account', () => {
  const reserve = (reserved: number) =>
    environment({}, { servers: { gitlab: { concurrency: { reserved } } } });
  expect(errors(reserve(900))).toEqual([]);
  expect(errors(reserve(901))).toEqual(['concurrency-too-high deployments']);
  expect(errors({ ...reserve(901), quotas: { lambdaConcurrentExecutions: 3000 } })).toEqual([]);
});

test('what is kept warm counts too, and an account with a small quota that reserves nothing is right', () => {
  const warm = (provisioned: number) =>
    environment({}, { servers: { gitlab: { concurrency: { provisioned } } } });
  expect(errors(warm(900))).toEqual([]);
  expect(errors(warm(901))).toEqual(['concurrency-too-high deployments']);
  const small = environment({ quotas: { lambdaConcurrentExecutions: 50 } });
  expect(errors(small)).toEqual([]);
});

test('a throttle below the least that there is needs no quota', () => {
  expect(errors(environment({ limits: { throttle: 0.5 } }))).toEqual(['limit-exceeded limits.throttle']);
});

test('a name is taken in either topology', () => {
  const servers = { 'b-c': { server: 'everything' } };
  const deployment = { target: 'lambda', topology: 'multi-server' } as const;
  const both = environment({
    deployments: {
      a: { ...deployment, servers },
      'a-b': { ...deployment, servers: { c: { server: 'everything' } } },
    },
  });
  expect(errors(both)).toEqual(['name-collision deployments.a-b.servers.c']);
});

test('bytes of variables are counted with the ARNs that AWS makes', () => {
  const fits = environment(
    {},
    {
      topology: 'multi-server',
      servers: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`g-${i}`, { server: 'gitlab' }])),
    },
  );
  expect(errors(fits)).toEqual([]);
  const tooMany = environment(
    {},
    {
      topology: 'multi-server',
      servers: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`g-${i}`, { server: 'gitlab' }])),
    },
  );
  expect(errors(tooMany)).toEqual(['variables-too-large deployments.tools']);
});

test('the router gets texts as they are given to it, and ARNs in place of keys', () => {
  const { router } = lambdaOf(plan(environment())).functions['gitlab']!;
  const { MCP_ROUTER_DEPLOYMENT } = routerVariables(
    router,
    (text) => text.toUpperCase(),
    (key) => `arn-of-${key}`,
  );
  expect(JSON.parse(MCP_ROUTER_DEPLOYMENT ?? '')).toEqual({
    edge: 'BUFFERED',
    access: { mode: 'TOKEN', secret: 'arn-of-access' },
    labels: { Environment: 'DEV', Deployment: 'TOOLS' },
    timeoutSeconds: 28,
    instances: { gitlab: { server: 'GITLAB', secret: 'arn-of-gitlab' } },
  });
});

test('an instance throttle inherits what it does not say', () => {
  const { api, instances } = lambdaOf(
    plan(
      environment(
        { limits: { throttle: 50 } },
        { servers: { gitlab: { limits: { burst: 5 } }, pagerduty: {} } },
      ),
    ),
  );
  expect(api.throttle).toEqual({ throttle: 50, burst: 5000 });
  expect(instances['gitlab']?.throttle).toEqual({ throttle: 50, burst: 5 });
  expect(instances['pagerduty']).not.toHaveProperty('throttle');
});

test('state lies under the environment, and with the prefix that is written', () => {
  const s3 = { bucket: 'acme', region: 'us-east-1' };
  expect(plan(environment({ state: { s3 } })).state).toEqual({ kind: 's3', ...s3, prefix: 'mcp-fleet' });
  expect(plan(environment({ state: { s3: { ...s3, prefix: 'x/y' } } })).state).toMatchObject({
    prefix: 'x/y',
  });
});

test('a server that comes as an image shares none, on Lambda and on a laptop', () => {
  const foreign = server('foreign', { source: { kind: 'oci', image: 'registry.example.com/foreign:1.0.0' } });
  const found = (topology: 'per-server' | 'multi-server', target: 'lambda' | 'docker') => {
    const { aws, ...rest } = environment({
      deployments: { tools: { target, topology, servers: { foreign: {}, everything: {} } } },
    });
    const planned = { ...rest, ...(target === 'lambda' ? { aws } : {}) };
    const input = {
      environments: [planned],
      catalog: { servers: { ...catalog.servers, foreign } },
      imageRecipe,
    };
    return planFleet(planned, input).errors.map(({ code, path }) => `${code} ${path}`);
  };
  for (const target of ['lambda', 'docker'] as const) {
    expect(found('multi-server', target)).toEqual([
      'server-needs-own-image deployments.tools.servers.foreign',
    ]);
    expect(found('per-server', target)).toEqual([]);
  }
});
