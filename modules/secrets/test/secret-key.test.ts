import { SecretKey, type SecretKeyProps } from '@mcp-fleet/secrets';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';

const here = { account: '111122223333', region: 'us-east-1' };

function make(props: Partial<SecretKeyProps> = {}) {
  const stack = testStack();
  new SecretKey(stack, 'key', { aliasName: 'mcp-dev-secrets', ...here, ...props });
  return synthesised(stack);
}

const statementsOf = (props?: Partial<SecretKeyProps>) =>
  JSON.parse(String(onlyResource(make(props), 'aws_kms_key').policy)).Statement;

test('minimal props: a key that is renewed, kept for thirty days, with an alias', () => {
  expect(onlyResource(make(), 'aws_kms_key')).toMatchObject({
    description: 'Secrets of MCP servers.',
    enable_key_rotation: true,
    deletion_window_in_days: 30,
  });
  expect(onlyResource(make(), 'aws_kms_alias')).toEqual({
    name: 'alias/mcp-dev-secrets',
    target_key_id: expect.stringMatching(/^\$\{aws_kms_key\.key_\w+\.key_id\}$/),
  });
});

test('all props arrive', () => {
  const tags = { Application: 'mcp-servers' };
  const json = make({ description: 'Secrets of dev.', deletionWindowDays: 7, tags });
  expect(onlyResource(json, 'aws_kms_key')).toMatchObject({
    description: 'Secrets of dev.',
    deletion_window_in_days: 7,
    tags,
  });
});

test('the account administers it and uses it through Secrets Manager alone', () => {
  const [administration, use, ...more] = statementsOf();
  expect(more).toEqual([]);
  expect(administration).toMatchObject({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Resource: '*',
  });
  expect(use).toEqual({
    Sid: 'ThroughSecretsManager',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    Resource: '*',
    Condition: {
      StringEquals: {
        'kms:CallerAccount': '111122223333',
        'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com',
      },
    },
  });
});

test('who administers it can replace its policy, delete it and nothing that needs its material', () => {
  const allowed: string[] = statementsOf()[0].Action;
  const may = (action: string) =>
    allowed.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(action));
  for (const action of ['PutKeyPolicy', 'ScheduleKeyDeletion', 'GetKeyRotationStatus', 'ListResourceTags']) {
    expect([action, may(`kms:${action}`)]).toEqual([action, true]);
  }
  for (const action of ['Decrypt', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'CreateGrant', 'Sign']) {
    expect([action, may(`kms:${action}`)]).toEqual([action, false]);
  }
});

test('other partitions: their root, and both names that Secrets Manager may have in China', () => {
  const [administration, use] = statementsOf({ partition: 'aws-cn', region: 'cn-north-1' });
  expect(administration.Principal).toEqual({ AWS: 'arn:aws-cn:iam::111122223333:root' });
  expect(use.Condition.StringEquals['kms:ViaService']).toEqual([
    'secretsmanager.cn-north-1.amazonaws.com',
    'secretsmanager.cn-north-1.amazonaws.com.cn',
  ]);
  const [, gov] = statementsOf({ partition: 'aws-us-gov', region: 'us-gov-west-1' });
  expect(gov.Condition.StringEquals['kms:ViaService']).toBe('secretsmanager.us-gov-west-1.amazonaws.com');
});

test('bad props are all told at once', () => {
  const bad = { aliasName: 'aws/secrets', account: '1', region: 'here', deletionWindowDays: 6 };
  expect(thrownMessage(() => make(bad))).toBe(`test/key: aliasName
  got   "aws/secrets"
  rule  the alias of a KMS key, without alias/ before it is 1 to 250 characters, letters, digits and / _ -, not beginning with aws/, which is for the keys of AWS [docs:kms/API_CreateAlias]
  fix   use a value within it
  code  invalid-props

test/key: account
  got   "1"
  rule  an AWS account id is 12 digits [API:iam.accountIdType]
  fix   use a value within it
  code  invalid-props

test/key: region
  got   "here"
  rule  an AWS Region is written like us-east-1 [docs:general/rande]
  fix   use a value within it
  code  invalid-props

test/key: deletionWindowDays
  got   6
  rule  the time that a deleted KMS key can be restored is 7 to 30 days [docs:kms/API_ScheduleKeyDeletion]
  fix   use a value within it
  code  invalid-props

4 errors`);
});

test('addresses are contract', () => {
  expect(addresses(make())).toEqual(['aws_kms_alias.key_Alias_C8F6789F', 'aws_kms_key.key_FEDD6EC0']);
});
