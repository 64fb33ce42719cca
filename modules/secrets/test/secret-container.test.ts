import { readersPolicy } from '@mcp-fleet/core';
import { SecretContainer, type SecretContainerProps } from '@mcp-fleet/secrets';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = () => synthesised(new CompleteStack(Testing.app(), 'test'));

function make(props: Partial<SecretContainerProps>) {
  const stack = testStack();
  new SecretContainer(stack, 'secret', { secretName: 'mcp/dev/gitlab', ...props });
  return synthesised(stack);
}

test('minimal props: a name and thirty days to restore it', () => {
  const secret = onlyResource(minimal(), 'aws_secretsmanager_secret');
  expect(secret).toMatchObject({ name: 'mcp/dev/gitlab', recovery_window_in_days: 30 });
  expect(secret).not.toHaveProperty('kms_key_id');
  expect(addresses(minimal())).toEqual(['aws_secretsmanager_secret.gitlab_93992691']);
});

test('all props arrive', () => {
  expect(onlyResource(complete(), 'aws_secretsmanager_secret')).toMatchObject({
    name: 'mcp/dev/gitlab',
    description: 'GITLAB_TOKEN of the gitlab server',
    recovery_window_in_days: 0,
    kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\.key_\w+\.arn\}$/),
    tags: { Server: 'gitlab' },
  });
});

test('its readers, and the function that rotates it, alone may read it; nothing else is denied', () => {
  const policy = onlyResource(complete(), 'aws_secretsmanager_secret_policy');
  expect(policy).toMatchObject({
    secret_arn: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.gitlab_\w+\.arn\}$/),
    block_public_policy: true,
  });
  expect(JSON.parse(String(policy.policy)).Statement).toEqual([
    {
      Sid: 'OnlyReaders',
      Effect: 'Deny',
      Principal: '*',
      Action: 'secretsmanager:GetSecretValue',
      Resource: '*',
      Condition: {
        ArnNotEquals: {
          'aws:PrincipalArn': [
            'arn:aws:iam::111122223333:role/dev-tools-gitlab',
            'arn:aws:iam::111122223333:role/rotate-gitlab',
          ],
        },
      },
    },
  ]);
});

test('without readers there is no policy, rotated or not', () => {
  const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-gitlab';
  expect(
    resourcesOf(make({ rotation: { functionArn, everyDays: 30 } }), 'aws_secretsmanager_secret_policy'),
  ).toEqual({});
});

test('readers are roles and users, at least one, and a rotation says its role', () => {
  const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-gitlab';
  expect(thrownMessage(() => make({ readers: [], rotation: { functionArn, everyDays: 30 } })))
    .toBe(`test/secret: readers
  got   []
  rule  a secret that nobody may read is of no use: there is at least one reader
  fix   name the role of the server, or leave readers out
  code  invalid-props

test/secret: rotation.roleArn
  rule  the function that rotates a secret reads it: where there are readers, its role is one of them
  fix   give the ARN of its role
  code  invalid-props

2 errors`);
  const reader = (value: string, prop = 'readers[1]') => `test/secret: ${prop}
  got   "${value}"
  rule  a reader is a role or a user of IAM by its whole ARN; who assumes a role counts as the role [docs:IAM/reference_policies_condition-keys]
  fix   write it like arn:aws:iam::111122223333:role/dev-tools-gitlab
  code  invalid-props`;
  const good = 'arn:aws:iam::111122223333:user/people/ann@example.com';
  for (const bad of [
    'arn:aws:iam::111122223333:role/dev-*',
    'arn:aws:iam::111122223333:root',
    'arn:aws:sts::111122223333:assumed-role/dev-tools-gitlab/session',
    'dev-tools-gitlab',
  ]) {
    expect(thrownMessage(() => make({ readers: [good, bad] }))).toBe(reader(bad));
    const rotation = { functionArn, everyDays: 30, roleArn: bad };
    expect(thrownMessage(() => make({ readers: [good], rotation }))).toBe(reader(bad, 'rotation.roleArn'));
  }
});

test('a policy has room for 20,480 characters', () => {
  const readers = (count: number) =>
    Array.from({ length: count }, (_, i) => `arn:aws:iam::111122223333:role/${'r'.repeat(60)}${1000 + i}`);
  const room = 20_480 - JSON.parse(JSON.stringify(readersPolicy([]))).length;
  const each = readers(1)[0]!.length + '"",'.length;
  const most = Math.floor((room + 1) / each);
  expect(readersPolicy(readers(most)).length).toBeLessThanOrEqual(20_480);
  expect(resourcesOf(make({ readers: readers(most) }), 'aws_secretsmanager_secret_policy')).not.toEqual({});
  expect(thrownMessage(() => make({ readers: readers(most + 1) }))).toContain(
    'rule  the resource policy of a secret is 1 to 20,480 characters [API:secretsmanager.NonEmptyResourcePolicyType]',
  );
});

test('gives the ARN that AWS made, which ends in characters nobody can compute', () => {
  expect(JSON.stringify(complete().output)).toMatch(/\$\{aws_secretsmanager_secret\.gitlab_\w+\.arn\}/);
});

test('a name that only looks like the end of an ARN is legal', () => {
  expect(onlyResource(make({ secretName: 'mcp/dev/gitlab-abcdef' }), 'aws_secretsmanager_secret').name).toBe(
    'mcp/dev/gitlab-abcdef',
  );
});

test('bad props are all told at once', () => {
  const bad = { secretName: 'mcp dev', description: 'x'.repeat(2049), recoveryWindowDays: 3 };
  expect(thrownMessage(() => make(bad))).toBe(
    `test/secret: secretName
  got   "mcp dev"
  rule  a secret name is 1 to 512 characters, letters, digits and / _ + = . @ - [API:secretsmanager.CreateSecretRequest]
  fix   use a value within it
  code  invalid-props

test/secret: description
  got   "${'x'.repeat(159)}…
  rule  the description of a secret is at most 2,048 characters [API:secretsmanager.DescriptionType]
  fix   use a value within it
  code  invalid-props

test/secret: recoveryWindowDays
  got   3
  rule  the recovery window of a secret in days (0 deletes at once) is one of 0, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 [API:secretsmanager.DeleteSecretRequest]
  fix   use a value within it
  code  invalid-props

3 errors`,
  );
});

test('addresses are contract: a container, never a value', () => {
  expect(addresses(complete())).toEqual([
    'aws_cloudwatch_event_rule.refresh_Rules_gitlab_20C3A118',
    'aws_cloudwatch_event_target.refresh_Rules_gitlab_Target_9FEF5941',
    'aws_cloudwatch_metric_alarm.refresh_FailedAlarm_BED9C7F8',
    'aws_cloudwatch_metric_alarm.refresh_LostAlarm_6A8DA6EE',
    'aws_iam_role.refresh_StartRole_5A9B4240',
    'aws_iam_role.refresh_UpdateRole_10051B96',
    'aws_iam_role_policy.refresh_StartPolicy_78DB5064',
    'aws_iam_role_policy.refresh_UpdatePolicy_8521BD76',
    'aws_kms_alias.key_Alias_C8F6789F',
    'aws_kms_key.key_FEDD6EC0',
    'aws_lambda_permission.gitlab_Rotation_Permission_09D07734',
    'aws_secretsmanager_secret.gitlab_93992691',
    'aws_secretsmanager_secret_policy.gitlab_Policy_197400D7',
    'aws_secretsmanager_secret_rotation.gitlab_Rotation_8597DF63',
    'aws_sfn_state_machine.refresh_25BD8F30',
    'aws_sqs_queue.refresh_Lost_4A333F9F',
    'aws_sqs_queue_policy.refresh_LostPolicy_4DCD44CA',
  ]);
});
