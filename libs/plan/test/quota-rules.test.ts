import type { DeploymentChange, EnvironmentChange } from './fixtures';
import { environment, errors } from './fixtures';

const plain = { target: 'fargate', plainHttp: true } as const;
const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1a';
const https = { target: 'fargate', host: 'mcp.example.com', certificateArn } as const;
const at = 'deployments.tools';
const many = (count: number, instance: object = {}, prefix = 'g') =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${prefix}-${i + 1}`, { server: 'gitlab', ...instance }]),
  );
const ranges = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, `10.0.${i}.0/24`]));

test.each<[string, DeploymentChange, EnvironmentChange, string[]]>([
  ['30 ranges, on two ports each', { ...https, clients: ranges(30) }, {}, []],
  ['31 ranges', { ...https, clients: ranges(31) }, {}, [`quota-exceeded ${at}.clients`]],
  ['31 ranges, granted', { ...https, clients: ranges(31) }, { quotas: { securityGroupRules: 62 } }, []],
  ['60 ranges on one port', { ...plain, clients: ranges(60) }, {}, []],
  ['61 ranges on one port', { ...plain, clients: ranges(61) }, {}, [`quota-exceeded ${at}.clients`]],
  ['60 services', { ...plain, servers: many(60) }, { quotas: { albRules: 500 } }, []],
  [
    '61 services',
    { ...plain, servers: many(61) },
    { quotas: { albRules: 500 } },
    [`quota-exceeded ${at}.servers`],
  ],
  [
    '61 services, granted',
    { ...plain, servers: many(61) },
    { quotas: { albRules: 500, securityGroupRules: 61 } },
    [],
  ],
])('the security group of a load balancer with %s', (_, tools, change, expected) => {
  expect(errors(environment(change, tools))).toEqual(expected);
});

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:renew';
const rotation = { functionArn };
/** Services that follow their secrets, fifty a deployment, which is what a load balancer takes. */
const following = (count: number, change: EnvironmentChange = {}) =>
  environment({
    secrets: { refresh: true },
    deployments: Object.fromEntries(
      Array.from({ length: Math.ceil(count / 50) }, (_, i) => [
        `d${i}`,
        {
          ...plain,
          topology: 'per-server' as const,
          servers: many(Math.min(50, count - i * 50), {}, `g${i}`),
        },
      ]),
    ),
    ...change,
  });
const south = { aws: { account: '111122223333', region: 'af-south-1' } };

test.each<[number, EnvironmentChange, boolean]>([
  [300, {}, true],
  [301, {}, false],
  [301, { quotas: { eventBridgeRules: 301 } }, true],
  [301, { secrets: { refresh: false } }, true],
  [100, south, true],
  [101, south, false],
  [101, { ...south, quotas: { eventBridgeRules: 101 } }, true],
])('%d services that follow their secrets, with %p: %p', (count, change, fits) => {
  expect(errors(following(count, change))).toEqual(fits ? [] : ['quota-exceeded deployments']);
});

/** 20,480 bytes by some 390 for each, of which most are the same. */
const fitting = 52;

test('a function renews as many secrets as its policy holds', () => {
  const renewing = (count: number) => environment({}, { servers: many(count, { rotation }, 'gitl') });
  expect(errors(renewing(fitting))).toEqual([]);
  expect(errors(renewing(fitting + 1))).toEqual([
    `limit-exceeded ${at}.servers.gitl-${fitting + 1}.rotation.functionArn`,
  ]);
});

test('those of other environments count, and those of other functions do not', () => {
  const own = environment({}, { servers: many(fitting, { rotation }, 'gitl') });
  const others = (it: string) => ({
    ...environment({ name: 'prod' }, { servers: { gitlab: { rotation: { functionArn: it } } } }),
  });
  const path = `limit-exceeded ${at}.servers.gitl-${fitting}.rotation.functionArn`;
  expect(errors(own, { environments: [own, others(functionArn)] })).toEqual([path]);
  expect(errors(own, { environments: [own, others(`${functionArn}-more`)] })).toEqual([]);
});
