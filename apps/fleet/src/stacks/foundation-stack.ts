import { AlarmTopic } from '@mcp-fleet/alarms';
import { literal } from '@mcp-fleet/core';
import { ImageRepository } from '@mcp-fleet/ecr';
import { HostedZone } from '@mcp-fleet/route53';
import { SecretContainer, SecretKey } from '@mcp-fleet/secrets';
import { TerraformOutput } from 'cdktf';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import type { App } from 'cdktf';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';

/** What exists before anything runs: repositories that images are pushed to, secrets that are filled. */
export class FoundationStack extends FleetStack {
  /** By the keys of the plan. */
  readonly secrets: Readonly<Record<string, SecretContainer>>;
  /** The zone of the domain; undefined where it is looked up, or there is none. */
  readonly zone: HostedZone | undefined;
  /** ARN of the topic that alarms tell; undefined where there are no alarms. */
  readonly alarmTopicArn: string | undefined;

  constructor(scope: App, props: Omit<FleetStackProps, 'name'> & { readonly plan: AwsFleetPlan }) {
    const { aws, foundation } = props.plan;
    super(scope, { ...props, name: foundation.stack });
    const repositories = Object.entries(foundation.repositories).map(([key, repository]) => {
      return new ImageRepository(this, `repository-${key}`, {
        repositoryName: repository.name,
        account: aws.account,
        lambdaReaders: repository.lambdaReaders,
        deployedBy: repository.deployedBy,
        forceDelete: repository.forceDelete,
        tags: repository.tags,
      });
    });
    const kmsKeyArn = this.createSecretKey(props.plan);
    this.secrets = Object.fromEntries(
      Object.entries(foundation.secrets).map(([key, secret]) => [
        key,
        new SecretContainer(this, `secret-${key}`, {
          secretName: secret.name,
          description: secret.description,
          recoveryWindowDays: secret.recoveryWindowDays,
          ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
          ...(secret.readers ? { readers: secret.readers } : {}),
          tags: secret.tags,
        }),
      ]),
    );
    this.zone = this.createZone(props.plan);
    this.alarmTopicArn = this.createTopic(props.plan);
    new TerraformOutput(this, 'repositories', {
      description: 'Address of each repository, by its name.',
      value: Object.fromEntries(
        repositories.map((r, i) => [Object.values(foundation.repositories)[i]?.name ?? '', r.repositoryUrl]),
      ),
    });
    new TerraformOutput(this, 'secrets', {
      description: 'ARN of each secret, by the instance that reads it.',
      value: Object.fromEntries(Object.entries(this.secrets).map(([key, { secretArn }]) => [key, secretArn])),
    });
  }

  private createSecretKey({ foundation: { secretKey }, aws }: AwsFleetPlan): string | undefined {
    if (secretKey?.kind !== 'own') return secretKey?.arn;
    return new SecretKey(this, 'secret-key', { ...aws, aliasName: secretKey.alias }).kmsKeyArn;
  }

  private createZone({ domain }: AwsFleetPlan): HostedZone | undefined {
    if (!domain?.create) return undefined;
    const zone = new HostedZone(this, 'zone', { zoneName: domain.zone, create: true });
    new TerraformOutput(this, 'name_servers', {
      description: `What the domain above ${domain.zone} has to name for it, in a record of type NS.`,
      value: zone.nameServers,
    });
    return zone;
  }

  private createTopic({ alarms, aws }: AwsFleetPlan): string | undefined {
    if (alarms === undefined) return undefined;
    const { topic } = alarms;
    if (topic.kind === 'given') return topic.arn;
    const { topicArn } = new AlarmTopic(this, 'alarms', {
      ...aws,
      topicName: topic.name,
      emails: Object.fromEntries(Object.entries(topic.emails).map(([key, email]) => [key, literal(email)])),
    });
    new TerraformOutput(this, 'alarm_topic', {
      description: 'ARN of the topic that alarms tell.',
      value: topicArn,
    });
    return topicArn;
  }
}
