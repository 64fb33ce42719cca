import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { isUnresolved, kmsKeyArn as keyArn, limits, PropChecks } from '@mcp-fleet/core';
import { Construct } from 'constructs';

/** Props of {@link AlarmTopic}. Texts are Terraform's: pass what users write through `literal()`. */
export interface AlarmTopicProps {
  /** Name of the topic, and of the alias of its key. */
  readonly topicName: string;
  /** Account of the topic, 12 digits: only its alarms may publish. */
  readonly account: string;
  /** Region of the topic. */
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  /** E-mail addresses by a key that stays; AWS asks each to confirm. @default {} */
  readonly emails?: Readonly<Record<string, string>>;
  /** ARN of a customer key whose policy lets CloudWatch use it; a key of AWS never does. @default - a key made here */
  readonly kmsKeyArn?: string;
  /** Tags of topic and key. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A topic that alarms tell: encrypted with a customer key that CloudWatch may use, closed to all but the alarms of the
 * account, over TLS only, with its readers by e-mail.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class AlarmTopic extends Construct {
  readonly topicArn: string;
  /** ARN of the key that encrypts messages. */
  readonly kmsKeyArn: string;
  /** The topic itself, for what no prop covers. */
  readonly resource: SnsTopic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const { topicName, emails = {}, tags } = props;
    checkTopic(this.node.path, props);

    this.kmsKeyArn = props.kmsKeyArn ?? this.createKey(props);
    this.resource = new SnsTopic(this, 'Resource', { name: topicName, kmsMasterKeyId: this.kmsKeyArn, tags });
    this.topicArn = this.resource.arn;
    new SnsTopicPolicy(this, 'Policy', { arn: this.topicArn, policy: topicPolicy(this.topicArn, props) });
    const subscriptions = new Construct(this, 'Emails');
    for (const [key, endpoint] of Object.entries(emails)) {
      new SnsTopicSubscription(subscriptions, key, { topicArn: this.topicArn, protocol: 'email', endpoint });
    }
  }

  private createKey(props: AlarmTopicProps): string {
    const key = new KmsKey(this, 'Key', {
      description: `Messages of the topic ${props.topicName}.`,
      enableKeyRotation: true,
      policy: keyPolicy(props),
      tags: props.tags,
    });
    new KmsAlias(this, 'KeyAlias', { name: `alias/${props.topicName}`, targetKeyId: key.keyId });
    return key.arn;
  }
}

function checkTopic(path: string, props: AlarmTopicProps): void {
  const { topicName, account, region, emails = {}, kmsKeyArn } = props;
  const checks = new PropChecks(path)
    .within('topicName', limits.cloudwatch.topicName, topicName, 'use these characters, and fewer')
    .within('account', limits.iam.accountId, account)
    .within('region', limits.iam.region, region)
    .must(kmsKeyArn === undefined || isUnresolved(kmsKeyArn) || keyArn.test(kmsKeyArn), {
      prop: 'kmsKeyArn',
      value: kmsKeyArn,
      rule: 'alarms cannot publish with a key of AWS, whose policy does not let CloudWatch in [docs:sns/sns-key-management]',
      fix: 'give the ARN of a customer key, or leave it out',
    });
  for (const [key, value] of Object.entries(emails)) {
    checks.must(isUnresolved(value) || /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(value), {
      prop: `emails.${key}`,
      value,
      rule: 'a reader is an e-mail address',
      fix: 'write it like team@example.com',
    });
  }
  checks.done();
}

/** IAM policies of the account rule the key, and CloudWatch publishes with it: what is published is the topic's affair. */
function keyPolicy(props: AlarmTopicProps): string {
  const { partition = 'aws', account } = props;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Account',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Alarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: alarmsOfAccount(props),
      },
    ],
  });
}

/** CloudWatch on behalf of the alarms of this account, of nobody else's. Source: docs:sns/sns-key-management. */
function alarmsOfAccount({ partition = 'aws', region, account }: AlarmTopicProps) {
  return {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
  };
}

function topicPolicy(topicArn: string, props: AlarmTopicProps): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Alarms',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: alarmsOfAccount(props),
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
