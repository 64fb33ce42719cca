import { environment, errors, fargateOf, lambdaOf, plan } from './fixtures';
import type { EnvironmentChange } from './fixtures';

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:renew';
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const inVpcOrNot = (...names: string[]) => names.flatMap((name) => [name, `${name}--vpc`]);
const rotating = {
  servers: { gitlab: { rotation: { functionArn, roleArn: role('renew') } }, pagerduty: {} },
};
const only: EnvironmentChange = { secrets: { onlyServers: true, alsoReadBy: [role('deploy')] } };

test('unless asked for, IAM says who reads, and nothing is renewed or read again', () => {
  const planned = plan(environment());
  const { readers, rotation } = planned.foundation.secrets['gitlab']!;
  expect([readers, rotation, planned.foundation.secretKey]).toEqual([undefined, undefined, undefined]);
  expect(lambdaOf(planned).functions['gitlab']?.router.refreshSeconds).toBeUndefined();
});

test('those who may read: the roles of both topologies, in the VPC and outside, that of the rotation, and those that are named', () => {
  const { secrets } = plan(environment(only, rotating)).foundation;
  expect(secrets['gitlab']?.readers).toEqual(
    [...inVpcOrNot('dev-tools', 'dev-tools-gitlab'), 'deploy', 'renew'].map(role).sort(),
  );
  expect(secrets['pagerduty']?.readers).toEqual(
    ['deploy', ...inVpcOrNot('dev-tools', 'dev-tools-pagerduty')].map(role),
  );
  expect(secrets['access']?.readers).toEqual(
    ['deploy', ...inVpcOrNot('dev-tools', 'dev-tools-gitlab', 'dev-tools-pagerduty')].map(role),
  );
});

test('tasks are given their secrets by the role that starts them', () => {
  const { secrets } = plan(environment(only, { target: 'fargate', plainHttp: true })).foundation;
  expect(secrets['gitlab']?.readers).toEqual(
    ['deploy', 'dev-tools-gitlab_execution', 'dev-tools_execution'].map(role),
  );
});

test('a rotation is every 30 days, not at once, unless the file says otherwise', () => {
  const rotationOf = (rotation: object) =>
    plan(environment({}, { servers: { gitlab: { rotation: { functionArn, ...rotation } } } })).foundation
      .secrets['gitlab']?.rotation;
  expect(rotationOf({})).toEqual({ functionArn, everyDays: 30, now: false });
  expect(rotationOf({ everyDays: 7, windowHours: 3, now: true })).toEqual({
    functionArn,
    everyDays: 7,
    windowHours: 3,
    now: true,
  });
  expect(rotationOf({ schedule: 'rate(4 days)' })).toEqual({
    functionArn,
    schedule: 'rate(4 days)',
    now: false,
  });
});

test('servers follow secrets that are renewed; all of them where the file says so, none where it says not', () => {
  const seconds = (change: EnvironmentChange, key: string) =>
    lambdaOf(plan(environment(change, rotating))).functions[key]?.router.refreshSeconds;
  expect([seconds({}, 'gitlab'), seconds({}, 'pagerduty')]).toEqual([300, undefined]);
  expect(seconds({ secrets: { refresh: true } }, 'pagerduty')).toBe(300);
  expect(seconds({ secrets: { refresh: false } }, 'gitlab')).toBeUndefined();
  const tasks = (change: EnvironmentChange) =>
    fargateOf(plan(environment(change, { ...rotating, target: 'fargate', plainHttp: true }))).services[
      'gitlab'
    ]?.refreshOn;
  expect(tasks({})).toEqual(['gitlab']);
  expect(tasks({ secrets: { refresh: true } })).toEqual(['access', 'gitlab']);
  expect(tasks({ secrets: { refresh: false } })).toEqual([]);
});

test('the key of the secrets: one of the environment, or one that is given', () => {
  const keyOf = (key: string) => plan(environment({ secrets: { key } })).foundation.secretKey;
  expect(keyOf('own')).toEqual({ kind: 'own', alias: 'dev-mcp-secrets' });
  const arn = 'arn:aws:kms:us-east-1:111122223333:key/1';
  expect(keyOf(arn)).toEqual({ kind: 'given', arn });
});

test('where only servers read, a rotation says which role it has', () => {
  const silent = { servers: { gitlab: { rotation: { functionArn } } } };
  expect(errors(environment(only, silent))).toEqual([
    'rotation-role-missing deployments.tools.servers.gitlab.rotation.roleArn',
  ]);
  expect(errors(environment({}, silent))).toEqual([]);
});

test('a schedule in hours is of four or more, and a window is not longer', () => {
  const wrong = (rotation: object) =>
    errors(environment({}, { servers: { gitlab: { rotation: { functionArn, ...rotation } } } }));
  const at = 'limit-exceeded deployments.tools.servers.gitlab.rotation';
  expect(wrong({ schedule: 'rate(4 hours)', windowHours: 4 })).toEqual([]);
  expect(wrong({ schedule: 'rate(3 hours)' })).toEqual([`${at}.schedule`]);
  expect(wrong({ schedule: 'rate(4 hours)', windowHours: 5 })).toEqual([`${at}.windowHours`]);
});

test('a rotation of nothing is said once', () => {
  const elsewhere = functionArn.replace('us-east-1', 'eu-west-1');
  const servers = { everything: { rotation: { functionArn: elsewhere } } };
  expect(errors(environment(only, { servers }))).toEqual([
    'invalid-value deployments.tools.servers.everything.rotation',
  ]);
});
