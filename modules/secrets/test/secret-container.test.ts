import { SecretContainer, type SecretContainerProps } from '@mcp-fleet/secrets';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
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
});

test('all props arrive', () => {
  expect(onlyResource(complete(), 'aws_secretsmanager_secret')).toMatchObject({
    name: 'mcp/dev/gitlab',
    description: 'GITLAB_TOKEN of the gitlab server',
    recovery_window_in_days: 0,
    kms_key_id: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
    tags: { Server: 'gitlab' },
  });
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
  expect(addresses(complete())).toEqual(['aws_secretsmanager_secret.gitlab_93992691']);
});
