import type { Environment } from '@mcp-fleet/environment';
import type { DeploymentChange, EnvironmentChange } from './fixtures';
import { catalog, environment, errors, plan, server } from './fixtures';

const plain = { target: 'fargate', plainHttp: true } as const;
const MULTI = { topology: 'multi-server' } as const;
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1a';
const https = { target: 'fargate', host: 'mcp.example.com', certificateArn } as const;
const at = 'deployments.tools';

const inTasks = (tools: DeploymentChange = {}, change: EnvironmentChange = {}): Environment =>
  environment(change, { ...plain, ...tools });
const found = (...change: Parameters<typeof inTasks>) => errors(inTasks(...change), { ignorePins: true });
const many = (count: number, instance: object = {}) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`g-${i + 1}`, { server: 'gitlab', ...instance }]),
  );
const gitlab = (instance: object): DeploymentChange => ({ servers: { gitlab: instance, pagerduty: {} } });
const runtimeOf = (key: string, change: Partial<(typeof catalog)['servers'][string]['runtime']>) => ({
  ...catalog,
  servers: { ...catalog.servers, [key]: server(key, { runtime: { ...server(key).runtime, ...change } }) },
});

test.each<[string, DeploymentChange, string[]]>([
  ['plain HTTP that is written out', {}, []],
  ['a certificate with its host', { ...https, plainHttp: undefined }, []],
  ['neither', { plainHttp: undefined }, [`certificate-missing ${at}.certificateArn`]],
  ['both', https, [`invalid-value ${at}.plainHttp`]],
  [
    'a certificate without host',
    { ...https, plainHttp: undefined, host: undefined },
    [`host-missing ${at}.host`],
  ],
  [
    'a certificate of another Region',
    { ...https, plainHttp: undefined, certificateArn: certificateArn.replace('us-east-1', 'eu-west-1') },
    [`invalid-value ${at}.certificateArn`],
  ],
  [
    'a web ACL of another Region',
    { webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/mcp/1a' },
    [`invalid-value ${at}.webAclArn`],
  ],
])('a front door with %s', (_, tools, expected) => {
  expect(found(tools)).toEqual(expected);
});

const edge = { issuer: 'https://login.example.com/', audiences: ['mcp'], alsoAt: 'edge' as const };
const keys = 'https://login.example.com/keys';
test.each<[string, object, string[]]>([
  ['all that it is told', { jwksUri: keys }, []],
  ['no place of keys', {}, ['missing-key access.jwt.jwksUri']],
  [
    'more audiences than it takes',
    { jwksUri: keys, audiences: Array.from({ length: 11 }, (_, i) => `a${i}`) },
    ['limit-exceeded access.jwt.audiences'],
  ],
  [
    'a text that is too long',
    { jwksUri: keys, audiences: ['a', 'b'.repeat(257)] },
    ['limit-exceeded access.jwt.audiences.1'],
  ],
])('a listener that checks tokens with %s, said once for all deployments', (_, jwt, expected) => {
  const { tools } = inTasks({ ...https, plainHttp: undefined }).deployments;
  const two = { tools: tools!, more: { ...tools!, host: 'more.example.com', servers: { reader: {} } } };
  const access = { jwt: { ...edge, ...jwt } };
  expect(errors(environment({ access, deployments: two }))).toEqual(expected);
});

test('a listener of plain HTTP checks no tokens', () => {
  expect(found({}, { access: { jwt: { ...edge, jwksUri: keys } } })).toEqual([
    `invalid-value ${at}.plainHttp`,
  ]);
});

const isProtected = { protected: true, state: { s3: { bucket: 'acme', region: 'us-east-1' } } } as const;
test('what a protected environment does not do', () => {
  const risky: DeploymentChange = { capacity: 'spot', debug: { exec: true } };
  expect(found(risky, isProtected)).toEqual([
    `spot-only ${at}.capacity`,
    `exec-refused ${at}.debug.exec`,
    `plain-http ${at}.plainHttp`,
  ]);
  expect(found({ ...risky, capacity: 'mixed', debug: {} }, isProtected)).toEqual([
    `plain-http ${at}.plainHttp`,
  ]);
  expect(found(risky)).toEqual([]);
  const acknowledge = { 'plain-http': 'behind a proxy that speaks HTTPS' };
  const accepted = plan(inTasks({}, { ...isProtected, acknowledge }), { ignorePins: true });
  expect(accepted.acknowledged.map(({ code, path }) => `${code} ${path}`)).toEqual([
    `plain-http ${at}.plainHttp`,
  ]);
});

test('each image of a task is pinned where protected, the one of the front router too', () => {
  const acknowledge = { 'plain-http': 'behind a proxy that speaks HTTPS' };
  const of = inTasks(MULTI, { ...isProtected, acknowledge });
  expect(errors(of)).toEqual([
    `image-pin-missing ${at}`,
    `image-pin-missing ${at}.servers.gitlab`,
    `image-pin-missing ${at}.servers.pagerduty`,
  ]);
});

test.each<[number, EnvironmentChange, DeploymentChange, string[]]>([
  [50, {}, {}, []],
  [51, {}, {}, [`quota-exceeded ${at}.servers`]],
  [51, { quotas: { albRules: 102 } }, {}, []],
  [101, { quotas: { albRules: 500, securityGroupRules: 101 } }, {}, [`quota-exceeded ${at}.servers`]],
  [101, { quotas: { albRules: 500, albTargetGroups: 101, securityGroupRules: 101 } }, {}, []],
  [33, { access: { jwt: { ...edge, jwksUri: keys } } }, { ...https, plainHttp: undefined }, []],
  [
    34,
    { access: { jwt: { ...edge, jwksUri: keys } } },
    { ...https, plainHttp: undefined },
    [`quota-exceeded ${at}.servers`],
  ],
  [
    26,
    { access: { jwt: { ...edge, jwksUri: keys }, allowedOrigins: ['https://app.example.com'] } },
    { ...https, plainHttp: undefined },
    [`quota-exceeded ${at}.servers`],
  ],
])('%d instances of their own with %p and %p', (count, change, tools, expected) => {
  expect(found({ ...tools, servers: many(count) }, change)).toEqual(expected);
});

test('nine servers share a task, ten do not', () => {
  expect(found({ ...MULTI, servers: many(9) })).toEqual([]);
  expect(found({ ...MULTI, servers: many(10) })).toEqual([`task-too-large ${at}.servers`]);
});

test.each<[string, DeploymentChange, string[]]>([
  ['a pair that exists', gitlab({ size: { cpus: 0.5, memoryMiB: 1024 } }), []],
  [
    'a pair that does not',
    gitlab({ size: { cpus: 0.25, memoryMiB: 256 } }),
    [`fargate-size ${at}.servers.gitlab.size`],
  ],
  [
    'CPUs that do not exist',
    gitlab({ size: { cpus: 3, memoryMiB: 8192 } }),
    [`fargate-size ${at}.servers.gitlab.size`],
  ],
  [
    'more memory than there is',
    gitlab({ size: { memoryMiB: 122_881 } }),
    [`fargate-size ${at}.servers.gitlab.size`],
  ],
  [
    'more CPUs together than there are',
    { ...MULTI, servers: many(9, { size: { cpus: 2 } }) },
    [`fargate-size ${at}.servers`],
  ],
  [
    'less memory than a container has',
    { ...MULTI, ...gitlab({ size: { memoryMiB: 5 } }) },
    [`limit-exceeded ${at}.servers.gitlab.size.memoryMiB`],
  ],
  [
    'more disk than a task has',
    gitlab({ size: { ephemeralStorageMiB: 201 * 1024 } }),
    [`limit-exceeded ${at}.servers.gitlab.size.ephemeralStorageMiB`],
  ],
  [
    'more disk together than a task has',
    { ...MULTI, servers: many(3, { size: { ephemeralStorageMiB: 70 * 1024 } }) },
    [`limit-exceeded ${at}.servers`],
  ],
])('%s', (_, tools, expected) => {
  expect(found(tools)).toEqual(expected);
});

const night = { schedule: 'rate(1 day)', min: 1, max: 2 };
test.each<[string, object, DeploymentChange, string[]]>([
  ['more at least than at most', { min: 3, max: 2 }, {}, ['invalid-value scaling']],
  [
    'a schedule upside down',
    { schedules: { night: { ...night, min: 3 } } },
    {},
    ['invalid-value scaling.schedules.night'],
  ],
  ['more than a service has', { max: 5001 }, {}, ['quota-exceeded scaling']],
  ['at least more than a service has', { min: 5001 }, {}, ['quota-exceeded scaling']],
  [
    'more at times than a service has',
    { schedules: { night: { ...night, max: 5001 } } },
    {},
    ['quota-exceeded scaling'],
  ],
])('tasks with %s', (_, scaling, tools, expected) => {
  expect(found({ ...tools, ...gitlab({ scaling }) })).toEqual(
    expected.map((text) => text.replace(' ', ` ${at}.servers.gitlab.`)),
  );
});

test('a granted quota of tasks counts', () => {
  expect(found(gitlab({ scaling: { max: 5001 } }), { quotas: { ecsTasksPerService: 6000 } })).toEqual([]);
});

test('schedules of a shared task are the same where they have one name', () => {
  const both = (other: object): DeploymentChange => ({
    ...MULTI,
    servers: {
      gitlab: { scaling: { schedules: { night } } },
      pagerduty: { scaling: { schedules: { night: { ...night, ...other } } } },
    },
  });
  expect(found(both({}))).toEqual([]);
  expect(found(both({ timezone: 'UTC' }))).toEqual([]);
  expect(found(both({ max: 1 }))).toEqual([`invalid-value ${at}.servers.pagerduty.scaling.schedules.night`]);
  expect(found({ ...both({ max: 1 }), topology: 'per-server' })).toEqual([]);
});

test('a server with sessions has one task at all times, alone or with others', () => {
  const input = { catalog: runtimeOf('gitlab', { sessions: 'per-client' }) };
  const of = (tools: DeploymentChange) => errors(inTasks(tools), input);
  const refused = [`sessions-need-one-task ${at}.servers.gitlab.scaling`];
  expect(of({})).toEqual([]);
  expect(of(MULTI)).toEqual([]);
  expect(of(gitlab({ scaling: { max: 2 } }))).toEqual(refused);
  expect(of(gitlab({ scaling: { schedules: { day: night } } }))).toEqual(refused);
  expect(of({ ...MULTI, servers: { gitlab: {}, pagerduty: { scaling: { max: 2 } } } })).toEqual(refused);
  expect(of({ servers: { gitlab: {}, pagerduty: { scaling: { max: 2 } } } })).toEqual([]);
});

test('an answer takes an hour at most, which is what routers let it', () => {
  expect(found(gitlab({ timeoutSeconds: 3600 }))).toEqual([]);
  expect(found(gitlab({ timeoutSeconds: 3601 }))).toEqual([
    `timeout-too-long ${at}.servers.gitlab.timeoutSeconds`,
  ]);
});

test('a server that may take longer than its answers is slow, until it is given the time', () => {
  const input = { catalog: runtimeOf('gitlab', { slowestCallSeconds: 400 }) };
  expect(errors(inTasks(), input)).toEqual([`slow-server ${at}.servers.gitlab`]);
  expect(errors(inTasks(gitlab({ timeoutSeconds: 401 })), input)).toEqual([]);
  const acknowledge = { 'slow-server': 'nobody uses the slow tools' };
  expect(errors(inTasks({}, { acknowledge }), input)).toEqual([]);
});

test('names that AWS does not take are said before anything is made', () => {
  expect(errors({ ...inTasks(), name: 'internal' })).toEqual([`limit-exceeded ${at}`]);
  expect(errors({ ...inTasks(), name: 'sthree' })).toEqual([`limit-exceeded ${at}`]);
});

test('more text than a task definition holds', () => {
  const inputs = [
    { name: 'URL', kind: 'variable', required: false, secret: false, format: 'string' },
  ] as const;
  const servers = { gitlab: server('gitlab', { inputs }) };
  const settings = { URL: 'x'.repeat(7000) };
  const of = (count: number) =>
    errors(inTasks({ ...MULTI, servers: many(count, { settings }) }), { catalog: { servers } });
  expect(of(6)).toEqual([]);
  expect(of(8)).toEqual([`limit-exceeded ${at}`]);
});

test('more permissions than a role takes', () => {
  const permissions = [
    { actions: ['s3:GetObject'], resources: Array.from({ length: 150 }, (_, i) => `${'x'.repeat(70)}${i}`) },
  ];
  const servers = { gitlab: server('gitlab', { permissions }) };
  expect(errors(inTasks({ servers: { gitlab: {} } }), { catalog: { servers } })).toEqual([
    `limit-exceeded ${at}.servers.gitlab`,
  ]);
});

test('a host leads to one front door, in this environment and among all', () => {
  const dev = inTasks({ host: 'mcp.example.com' });
  const [tools] = Object.values(dev.deployments);
  const twice = { ...dev, deployments: { tools: tools!, more: { ...tools!, servers: { reader: {} } } } };
  expect(errors(twice)).toEqual(['host-taken deployments.more.host']);
  const staging: Environment = { ...dev, name: 'staging' };
  expect(errors(dev, { environments: [dev, staging] })).toEqual(['host-taken deployments.tools.host']);
  expect(errors(staging, { environments: [dev, staging] })).toEqual(['host-taken deployments.tools.host']);
  // Two others are no affair of a third.
  const third: Environment = { ...inTasks(), name: 'third' };
  expect(errors(third, { environments: [dev, staging, third] })).toEqual([]);
});

test('a deployment in tasks may have the name of a server: it has no image of its own', () => {
  const servers = { pagerduty: {}, everything: {} };
  const deployments = { gitlab: { ...plain, ...MULTI, servers } };
  expect(errors(environment({ deployments }))).toEqual([]);
});

test('what Lambda has no processes for runs in tasks; what comes as an image is a container like others', () => {
  const foreign = server('foreign', { source: { kind: 'oci', image: 'registry.example.com/foreign:1.0.0' } });
  const servers = { ...runtimeOf('gitlab', { sessions: 'per-client' }).servers, foreign };
  const of = (change: DeploymentChange) =>
    errors(environment({}, { servers: { gitlab: {}, foreign: {} }, ...MULTI, ...change }), {
      catalog: { servers },
    });
  expect(of(plain)).toEqual([]);
  expect(of({})).toEqual([
    `server-needs-sessions ${at}.servers.gitlab`,
    `server-needs-own-image ${at}.servers.foreign`,
  ]);
});

test.each<[string, number, DeploymentChange, string[]]>([
  ['on a port of its own', 9000, {}, []],
  ["on the router's", 8080, {}, ['gitlab']],
  ['on one port, together in a task', 9000, { ...plain, ...MULTI }, ['gitlab-eu']],
  ['on one port, each in a task', 9000, plain, []],
  ['on one port, together in a function', 9000, MULTI, ['gitlab-eu']],
  ['on a port of the routers of a task', 8150, { ...plain, ...MULTI, servers: { gitlab: {} } }, ['gitlab']],
  ['on a port that routers have in tasks alone', 8150, { ...MULTI, servers: { gitlab: {} } }, []],
])('a server that always listens %s', (_, port, change, expected) => {
  const servers = change.servers ?? { gitlab: {}, 'gitlab-eu': { server: 'gitlab' } };
  const of = environment({}, { ...change, servers: port === 8080 ? { gitlab: {} } : servers });
  expect(errors(of, { catalog: runtimeOf('gitlab', { port }) })).toEqual(
    expected.map((name) => `port-taken ${at}.servers.${name}`),
  );
});
