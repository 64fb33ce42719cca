import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { limits, physicalName, PropChecks } from '@mcp-fleet/core';
import { newBeforeOld } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { targetGroupMetric, type TargetGroupSource } from './edge-metrics';

/** Props of {@link FailoverAlarm}. Texts are Terraform's: pass what users write through `literal()`. */
export interface FailoverAlarmProps {
  /** Name of the environment; with deployment and instance it begins the alarm's name. */
  readonly environment: string;
  /** Name of the deployment. */
  readonly deployment: string;
  /** Name of the instance whose health decides. */
  readonly instance: string;
  /** Target group in which the load balancer finds the tasks. */
  readonly targetGroup: TargetGroupSource;
  /** Tags of the alarm. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Nodes of a load balancer count for themselves: of what one of them still reaches, callers are served. */
const RULE = {
  statistic: 'Maximum',
  comparisonOperator: 'LessThanThreshold',
  threshold: 1,
  period: 60,
  // Route 53 knows no M of N: all of them count.
  evaluationPeriods: 3,
  // A group without targets reports nothing.
  treatMissingData: 'breaching',
} as const;

/**
 * Fires when no task of a target group is healthy for three minutes: the Region cannot serve. One bad task of several is
 * for `InstanceAlarms`, and so is telling somebody. It is over one metric as it is, since a health check of Route 53 that
 * follows an alarm knows neither metric math nor composite alarms.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class FailoverAlarm extends Construct {
  /** Name of the alarm, as a reference: what follows it comes after it. */
  readonly alarmName: string;
  /** Settings of the alarm: Route 53 copies them, and must be told when they change. */
  readonly settings: Readonly<Record<string, string>>;
  /** The alarm itself, for what no prop covers. */
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: FailoverAlarmProps) {
    super(scope, id);
    const { environment, deployment, instance, targetGroup, tags } = props;
    check(this.node.path, { environment, deployment, instance });

    const { namespace, metricName, dimensions } = targetGroupMetric(
      targetGroup,
      'HealthyHostCount',
      RULE.statistic,
    );
    this.resource = new CloudwatchMetricAlarm(this, 'Resource', {
      alarmName: physicalName(limits.cloudwatch.alarmName, [environment, deployment, instance, 'failover']),
      alarmDescription: `No task of ${instance} of ${deployment} in ${environment} is healthy: DNS leads to the other Region.`,
      namespace,
      metricName,
      dimensions: { ...dimensions },
      ...RULE,
      tags,
      // A health check follows it: it is to be changed before this goes.
      lifecycle: newBeforeOld,
    });
    this.alarmName = this.resource.alarmName;
    this.settings = Object.fromEntries(
      Object.entries({ namespace, metricName, ...dimensions, ...RULE }).map(([key, value]) => [
        key,
        String(value),
      ]),
    );
  }
}

function check(path: string, parts: Readonly<Record<string, string>>): void {
  const checks = new PropChecks(path);
  for (const [prop, value] of Object.entries(parts)) checks.within(prop, limits.cloudwatch.alarmName, value);
  checks.done();
}
