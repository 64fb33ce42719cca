import { environment, errors } from './fixtures';

const scaled = (schedule: string, timezone?: string) =>
  errors(
    environment(
      {},
      {
        target: 'fargate',
        plainHttp: true,
        servers: { gitlab: { scaling: { schedules: { night: { schedule, timezone, min: 1, max: 1 } } } } },
      },
    ),
  );
const night = 'invalid-value deployments.tools.servers.gitlab.scaling.schedules.night';

test.each([
  'cron(0 20 ? * MON-FRI *)',
  'at(2026-12-31T23:59:59)',
  'at(2028-02-29T00:00:00)',
  'rate(1 day)',
  'rate(12 hours)',
])('tasks are scaled by %s', (schedule) => {
  expect(scaled(schedule, 'Europe/Berlin')).toEqual([]);
});

test.each([
  'cron(0 20 * * 1-5)',
  'cron(0 25 * * ? *)',
  'at(2026-02-31T00:00:00)',
  'at(2026-13-01T00:00:00)',
  'at(2026-01-01T24:00:00)',
  'at(tomorrow)',
  'rate(0 days)',
  'rate(2 weeks)',
])('tasks are not scaled by %s', (schedule) => {
  expect(scaled(schedule)).toEqual([`${night}.schedule`]);
});

test.each([
  ['UTC', true],
  ['America/New_York', true],
  ['Asia/Calcutta', true],
  ['Europe/Berln', false],
  ['europe/berlin', false],
])('the time zone %s: %p', (timezone, known) => {
  expect(scaled('rate(1 day)', timezone)).toEqual(known ? [] : [`${night}.timezone`]);
});

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:renew';
const rotated = (schedule: string) =>
  errors(environment({}, { servers: { gitlab: { rotation: { functionArn, schedule } } } }));

test.each(['cron(0 8 1 * ? *)', 'cron(0 /8 * * ? *)', 'cron(0 8 ? * SUN#1 *)', 'rate(10 days)'])(
  'a secret is rotated by %s',
  (schedule) => {
    expect(rotated(schedule)).toEqual([]);
  },
);

test.each([
  'cron(0 8 1 * *)',
  'cron(30 8 1 * ? *)',
  'cron(0 8 1 * ? 2027)',
  'cron(0 * * * ? *)',
  'cron(0 0/3 * * ? *)',
  'cron(0 8 32 * ? *)',
  'rate(0 days)',
])('a secret is not rotated by %s', (schedule) => {
  expect(rotated(schedule)).toEqual(['invalid-value deployments.tools.servers.gitlab.rotation.schedule']);
});
