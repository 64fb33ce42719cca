import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { limits, physicalName } from '@mcp-fleet/core';
import type { ClusterRef, SecretRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkServiceRefresh } from './service-refresh-checks';
import {
  changedSecret,
  queuePolicy,
  replaceTasks,
  startPolicy,
  trustPolicy,
  updatePolicy,
  type RefreshNames,
} from './service-refresh-documents';

/** A service that gets new tasks, and the secrets that its tasks read when they start. */
export interface RefreshedService {
  /** Name of the ECS service. */
  readonly serviceName: string;
  /** Secrets that the tasks read when they start: at least one, and at most about 18, since the pattern of the rule has 2,048 characters. */
  readonly secrets: readonly SecretRef[];
}

/** Props of {@link ServiceRefresh}. Texts are Terraform's: pass what users write through `literal()`. */
export interface ServiceRefreshProps {
  /**
   * Name of the state machine, at most 55 letters, digits, hyphens and underscores. Its roles are `<name>-start` and
   * `<name>-update`, its queue and an alarm `<name>-lost`, the other alarm `<name>-failed`, its rules
   * `<name>-<key of the service>`.
   */
  readonly name: string;
  /** The cluster of the services. */
  readonly cluster: ClusterRef;
  /** The services by keys that stay. */
  readonly services: Readonly<Record<string, RefreshedService>>;
  /** Account of services and secrets, 12 digits. */
  readonly account: string;
  /** Region of services and secrets. */
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  /** ARNs of SNS topics that are told when a service could not be refreshed. @default - metrics tell, nobody is told */
  readonly noticeTopicArns?: readonly string[];
  /** Tags of all that is made. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Fourteen days, the longest that SQS keeps a message (API:sqs.SetQueueAttributes). */
const RETENTION_SECONDS = 1_209_600;

/**
 * Replaces the tasks of ECS services when a secret that they read has another value: by a rotation, or by hand. Tasks
 * read secrets when they start, and never again.
 *
 * Secrets Manager tells EventBridge of each label that moves to another version, but of no `AWSPENDING`: so a value
 * counts once it is the current one. It needs no trail of CloudTrail. EventBridge starts a state machine that asks ECS for a
 * new deployment of the same task definition, which obeys the service's own circuit breaker and alarms. What EventBridge
 * cannot start within a day is in a queue, what ECS refuses for ten minutes is a failed execution; both are metrics, and
 * alarms where topics are given.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class ServiceRefresh extends Construct {
  readonly stateMachineArn: string;
  /** Name of the queue of events that started nothing. */
  readonly lostQueueName: string;
  /** The state machine itself, for what no prop covers. Its input is `{"service": "<name>"}`. */
  readonly resource: SfnStateMachine;

  constructor(scope: Construct, id: string, props: ServiceRefreshProps) {
    super(scope, id);
    checkServiceRefresh(this.node.path, props);
    const names = namesOf(props);

    this.resource = this.createStateMachine(names, props);
    this.stateMachineArn = this.resource.arn;
    const queue = this.createQueue(names, props);
    this.lostQueueName = queue.name;
    const role = this.createRole(
      'Start',
      'events',
      `${names.rules}*`,
      startPolicy(this.stateMachineArn),
      props,
    );
    this.createRules({ queueArn: queue.arn, roleArn: role.arn }, props);
    if (props.noticeTopicArns !== undefined) this.createAlarms(props.noticeTopicArns, props);
  }

  private createStateMachine(names: RefreshNames, props: ServiceRefreshProps): SfnStateMachine {
    const { name, cluster, partition = 'aws', tags } = props;
    const services = Object.values(props.services).map(({ serviceName }) => serviceName);
    const role = this.createRole(
      'Update',
      'states',
      names.stateMachine,
      updatePolicy(names, services),
      props,
    );
    return new SfnStateMachine(this, 'Resource', {
      name,
      type: 'STANDARD',
      roleArn: role.arn,
      definition: replaceTasks(partition, cluster.clusterName),
      tags,
    });
  }

  /** A role for a service of AWS that comes from one of our things, with its rights: whoever gets it may use it. */
  private createRole(
    id: 'Start' | 'Update',
    service: string,
    source: string,
    policy: string,
    { name, account, tags }: ServiceRefreshProps,
  ): IamRole {
    const role = new IamRole(this, `${id}Role`, {
      name: `${name}-${id.toLowerCase()}`,
      assumeRolePolicy: trustPolicy(service, account, source),
      tags,
    });
    new IamRolePolicy(this, `${id}Policy`, { name: 'refresh', role: role.id, policy });
    return role;
  }

  private createQueue(names: RefreshNames, { name, tags }: ServiceRefreshProps): SqsQueue {
    const queue = new SqsQueue(this, 'Lost', {
      name: `${name}-lost`,
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
      tags,
    });
    new SqsQueuePolicy(this, 'LostPolicy', { queueUrl: queue.url, policy: queuePolicy(queue.arn, names) });
    return queue;
  }

  private createRules(
    { queueArn, roleArn }: { readonly queueArn: string; readonly roleArn: string },
    { name, services, tags }: ServiceRefreshProps,
  ): void {
    const rules = new Construct(this, 'Rules');
    for (const [key, { serviceName, secrets }] of Object.entries(services)) {
      const each = new Construct(rules, key);
      const rule = new CloudwatchEventRule(each, 'Resource', {
        name: physicalName(limits.events.ruleName, [name, key]),
        description: `A secret of the service ${serviceName} has another value.`,
        eventPattern: changedSecret(secrets),
        tags,
      });
      new CloudwatchEventTarget(each, 'Target', {
        rule: rule.name,
        targetId: 'refresh',
        arn: this.stateMachineArn,
        roleArn,
        input: JSON.stringify({ service: serviceName }),
        deadLetterConfig: { arn: queueArn },
      });
    }
  }

  private createAlarms(topicArns: readonly string[], { name, tags }: ServiceRefreshProps): void {
    const alarm = {
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      alarmActions: [...topicArns],
      okActions: [...topicArns],
      tags,
    };
    new CloudwatchMetricAlarm(this, 'FailedAlarm', {
      ...alarm,
      alarmName: `${name}-failed`,
      alarmDescription: 'ECS refused to replace tasks whose secret has another value: force a deployment.',
      namespace: 'AWS/States',
      metricName: 'ExecutionsFailed',
      dimensions: { StateMachineArn: this.stateMachineArn },
      statistic: 'Sum',
    });
    new CloudwatchMetricAlarm(this, 'LostAlarm', {
      ...alarm,
      alarmName: `${name}-lost`,
      alarmDescription:
        'A secret has another value and its tasks were not replaced: force a deployment, purge the queue.',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: this.lostQueueName },
      statistic: 'Maximum',
    });
  }
}

/** What policies name before it exists. */
function namesOf({ name, cluster, account, region, partition = 'aws' }: ServiceRefreshProps): RefreshNames {
  const here = (service: string) => `arn:${partition}:${service}:${region}:${account}`;
  return {
    stateMachine: `${here('states')}:stateMachine:${name}`,
    rules: `${here('events')}:rule/${name}-`,
    services: `${here('ecs')}:service/${cluster.clusterName}/`,
  };
}
