import { AlarmTopic, type AlarmTopicProps } from '@mcp-fleet/alarms';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';

const base: AlarmTopicProps = { topicName: 'dev-mcp-alerts', account: '111122223333', region: 'us-east-1' };

function jsonOf(props: Partial<AlarmTopicProps> = {}) {
  const stack = testStack();
  new AlarmTopic(stack, 'topic', { ...base, ...props });
  return synthesised(stack);
}
const statements = (policy: unknown) =>
  (JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] }).Statement;

describe('minimal props', () => {
  const json = jsonOf();
  const alarmsOfAccount = {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*' },
  };

  test('encrypted with a customer key that CloudWatch may use for alarms of the account', () => {
    const key = onlyResource(json, 'aws_kms_key');
    expect(onlyResource(json, 'aws_sns_topic')).toEqual({
      name: 'dev-mcp-alerts',
      kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
    });
    expect(key.enable_key_rotation).toBe(true);
    expect(statements(key.policy)).toEqual([
      expect.objectContaining({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
      expect.objectContaining({
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Condition: alarmsOfAccount,
      }),
    ]);
    expect(onlyResource(json, 'aws_kms_alias').name).toBe('alias/dev-mcp-alerts');
  });

  test('alarms of the account publish, over TLS only', () => {
    const [alarms, tls] = statements(onlyResource(json, 'aws_sns_topic_policy').policy);
    expect(alarms).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Condition: alarmsOfAccount,
    });
    expect(tls).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });
});

test('all props: readers by keys that stay, a key that exists, another partition', () => {
  const json = jsonOf({
    partition: 'aws-us-gov',
    region: 'us-gov-west-1',
    kmsKeyArn: 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/00000000-0000-0000-0000-000000000000',
    emails: { team: 'team@example.com' },
    tags: { Team: 'x' },
  });
  expect(resourcesOf(json, 'aws_kms_key')).toEqual({});
  expect(onlyResource(json, 'aws_sns_topic').tags).toEqual({ Team: 'x' });
  expect(onlyResource(json, 'aws_sns_topic_subscription')).toMatchObject({
    protocol: 'email',
    endpoint: 'team@example.com',
  });
  expect(onlyResource(json, 'aws_sns_topic_policy').policy).toContain(
    'arn:aws-us-gov:cloudwatch:us-gov-west-1',
  );
});

test('bad props, all at once', () => {
  const message = thrownMessage(() =>
    jsonOf({
      topicName: 'a b',
      account: '1',
      region: 'mars',
      kmsKeyArn: 'alias/aws/sns',
      emails: { team: 'team' },
    }),
  );
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/topic: topicName',
    'test/topic: account',
    'test/topic: region',
    'test/topic: kmsKeyArn',
    'test/topic: emails.team',
  ]);
});

test('addresses are contract', () => {
  expect(addresses(jsonOf({ emails: { team: 'team@example.com' } }))).toEqual([
    'aws_kms_alias.topic_KeyAlias_F1A29FBC',
    'aws_kms_key.topic_Key_DBCDCD21',
    'aws_sns_topic.topic_69831491',
    'aws_sns_topic_policy.topic_Policy_6B0748BF',
    'aws_sns_topic_subscription.topic_Emails_team_CB39BBC5',
  ]);
});
