import { parseEnvironment, standInFor } from '../src';

const minimal = {
  name: 'dev',
  aws: { account: '111122223333', region: 'us-east-1' },
  access: 'token',
  deployments: { tools: { target: 'lambda', topology: 'per-server', servers: { gitlab: {} } } },
};

test('one wrong key of a deployment leaves the rest of it to the plan', () => {
  const raw = { target: 'fargate', topology: 'per-server', host: 'x', servers: { gitlab: {} } };
  const { environment, errors } = parseEnvironment({ ...minimal, deployments: { tools: raw } });
  expect(errors.map(({ path }) => path)).toEqual(['deployments.tools.host']);
  expect(environment?.deployments['tools']).toEqual({ ...raw, host: undefined });
});

test('an instance whose server is none goes as a whole: its name is not taken for that of a server', () => {
  const servers = { mine: { server: 5, logLevel: 'debug' }, gitlab: {} };
  const tools = { target: 'lambda', topology: 'per-server', servers };
  const { environment, errors } = parseEnvironment({ ...minimal, deployments: { tools } });
  expect(errors.map(({ path }) => path)).toEqual(['deployments.tools.servers.mine.server']);
  expect(Object.keys(environment?.deployments['tools']?.servers ?? {})).toEqual(['gitlab']);
});

test('what a needed key of a deployment lacks takes the deployment out, and no more', () => {
  const tools = { target: 'fargte', topology: 'per-server', servers: { gitlab: {} } };
  const deployments = { ...minimal.deployments, other: tools };
  const { environment } = parseEnvironment({ ...minimal, deployments });
  expect(Object.keys(environment?.deployments ?? {})).toEqual(['tools']);
});

test('a schedule that is wrong in a part goes as a whole: one task has the rest of others', () => {
  const night = { schedule: 'cron(0 20 * * ? *)', min: 1, max: 1 };
  const scaling = (change: object) => ({ max: 3, schedules: { night: { ...night, ...change } } });
  const schedulesOf = (change: object) => {
    const servers = { gitlab: { scaling: scaling(change) }, oncall: { scaling: scaling({}) } };
    const tools = { target: 'fargate', topology: 'multi-server', servers };
    const { environment } = parseEnvironment({ ...minimal, deployments: { tools } });
    return Object.values(environment?.deployments['tools']?.servers ?? {}).map(
      ({ scaling: it }) => it?.schedules,
    );
  };
  expect(schedulesOf({ timezone: 0 })).toEqual([{}, { night }]);
  expect(schedulesOf({ min: undefined })).toEqual([{}, { night }]);
});

const withSettings = (settings: object) => ({
  ...minimal,
  deployments: { tools: { ...minimal.deployments.tools, servers: { gitlab: { settings } } } },
});

test('a setting that is left empty goes too', () => {
  const { environment, errors } = parseEnvironment(withSettings({ X: { ssm: 'no path' }, Y: 'y' }));
  expect(errors.map(({ path }) => path)).toEqual(['deployments.tools.servers.gitlab.settings.X.ssm']);
  expect(environment?.deployments['tools']?.servers['gitlab']?.settings).toEqual({ Y: 'y' });
});

test.each([
  ['is missing', { schedule: 'cron(0 8 * * ? *)', max: 2 }],
  ['is wrong', { schedule: 'cron(0 8 * * ? *)', min: 'one', max: 2 }],
])('what a schedule needs and %s takes the schedule with it, not the instance', (_, night) => {
  const scaling = { max: 3, schedules: { night } };
  const tools = { target: 'fargate', topology: 'per-server', servers: { gitlab: { scaling } } };
  const { environment } = parseEnvironment({ ...minimal, deployments: { tools } });
  expect(environment?.deployments['tools']?.servers['gitlab']?.scaling).toEqual({ max: 3, schedules: {} });
});

test.each<[string, object, string]>([
  ['domain', { zone: 'Example' }, 'domain.zone'],
  ['state', { s3: { bucket: 'acme' } }, 'state.s3.region'],
  ['network', { existing: { vpcId: 'vpc-0123456789abcdef0' } }, 'network.existing.privateSubnets'],
])('what %s needs takes it out, and no more', (key, value, at) => {
  const { environment, errors } = parseEnvironment({ ...minimal, [key]: value });
  expect(errors.map(({ path }) => path)).toEqual([at]);
  expect(environment?.deployments).toEqual(minimal.deployments);
});

test.each<[object, object]>([
  [{ aws: { account: '1', region: 'eu-west-1' } }, { account: '111122223333', region: 'eu-west-1' }],
  [{ aws: { account: '444455556666', region: 'x' } }, { account: '444455556666', region: 'us-east-1' }],
  [{ aws: { account: '444455556666' } }, { account: '444455556666', region: 'us-east-1' }],
  [{ aws: 'us-east-1' }, { account: '111122223333', region: 'us-east-1' }],
  [{ aws: undefined }, { account: '111122223333', region: 'us-east-1' }],
])('%j: an account and a Region stand in', (change, aws) => {
  const { environment, errors } = parseEnvironment({ ...minimal, ...change });
  expect(errors).toHaveLength(1);
  expect(standInFor(errors[0]!)).toBe('aws');
  expect(environment?.aws).toEqual(aws);
});

test.each([
  'tokn',
  undefined,
  5,
  { jwt: { issuer: 'http://x', audiences: ['mcp'] } },
  { jwt: { issuer: 'https://login.example.com' } },
  { tokn: true },
])('access %j: tokens stand in', (access) => {
  const { environment, errors } = parseEnvironment({ ...minimal, access });
  expect(errors.map(standInFor)).toContain('access');
  expect(environment?.access).toBe('token');
});

test('a wrong origin leaves access as it is', () => {
  const access = { public: true, allowedOrigins: ['example.com'] };
  const { environment, errors } = parseEnvironment({ ...minimal, access });
  expect(errors.map(standInFor)).toEqual([undefined]);
  expect(environment?.access).toMatchObject({ public: true });
});
