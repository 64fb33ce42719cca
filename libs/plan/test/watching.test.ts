import { environment, errors, lambdaOf, plan } from './fixtures';
import type { EnvironmentChange } from './fixtures';

const email = ['oncall@example.com'];

test('without the key nobody is told; with it a topic of the environment, by addresses that keep their keys', () => {
  expect(plan(environment()).alarms).toBeUndefined();
  const keys = (addresses: string[]) => {
    const topic = plan(environment({ alarms: { email: addresses } })).alarms?.topic;
    return topic?.kind === 'own' ? topic.emails : {};
  };
  const one = keys(['a-b@example.com']);
  expect(Object.values(one)).toEqual(['a-b@example.com']);
  expect(keys(['a.b@example.com', 'a-b@example.com'])).toMatchObject(one);
  expect(Object.keys(keys(['a.b@example.com', 'a-b@example.com']))).toHaveLength(2);
});

test('a topic that exists is told instead', () => {
  const topicArn = 'arn:aws:sns:us-east-1:111122223333:alerts';
  expect(plan(environment({ alarms: { topicArn } })).alarms).toEqual({
    topic: { kind: 'given', arn: topicArn },
  });
});

test("an instance's thresholds lie over those of the environment", () => {
  const alarms = { email, thresholds: { errorPercent: 2, restarts: 1 } };
  const servers = { gitlab: { alarms: { restarts: 5 }, timeoutSeconds: 10 }, pagerduty: {} };
  const { instances } = lambdaOf(plan(environment({ alarms }, { servers })));
  expect(instances['gitlab']).toMatchObject({
    timeLimitSeconds: 10,
    thresholds: { errorPercent: 2, restarts: 5 },
  });
  expect(instances['pagerduty']).toMatchObject({
    timeLimitSeconds: 28,
    thresholds: { errorPercent: 2, restarts: 1 },
  });
});

test('the dashboard is there unless the file says not', () => {
  const dashboard = (change: EnvironmentChange) => plan(environment(change)).dashboard;
  expect(dashboard({})).toEqual({ stack: 'dev-dashboard', name: 'dev-mcp-servers' });
  expect(dashboard({ observability: { dashboard: false } })).toBeUndefined();
});

describe('advice', () => {
  const said = (change: EnvironmentChange) =>
    plan(environment(change)).warnings.map(({ code, path }) => `${code} ${path}`);

  test('is said beside the plan, and stops it where warnings are errors', () => {
    const open = environment({ access: 'public' });
    expect(said({ access: 'public' })).toEqual(['access-public access']);
    expect(errors(open)).toEqual([]);
    expect(errors(open, { strict: true })).toEqual(['access-public access']);
  });

  test('is silenced by a reason, in strict runs too, and the plan keeps the reason', () => {
    const acknowledge = { 'access-public': 'a playground without secrets' };
    const quiet = environment({ access: 'public', acknowledge });
    expect(said({ access: 'public', acknowledge })).toEqual([]);
    expect(errors(quiet, { strict: true })).toEqual([]);
    expect(plan(quiet).acknowledged).toEqual([
      { code: 'access-public', path: 'access', reason: 'a playground without secrets' },
    ]);
  });

  test('a reason for what nobody does is advised against', () => {
    expect(said({ acknowledge: { 'plain-http': 'reached over the VPN' } })).toEqual([
      'acknowledge-idle acknowledge.plain-http',
    ]);
  });
});
