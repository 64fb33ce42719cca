import { parseEnvironment } from '../src';

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
