import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { limits, PropChecks } from '@mcp-fleet/core';
import { newBeforeOld, type HealthCheckRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Props of {@link AlarmHealthCheck}. */
export interface AlarmHealthCheckProps {
  /** Name of the alarm, 1 to 256 characters, of the same account. */
  readonly alarmName: string;
  /** Region of the alarm. */
  readonly alarmRegion: string;
  /** State of the check while the alarm has too little data. @default 'unhealthy' */
  readonly insufficientData?: 'healthy' | 'last-known' | 'unhealthy';
  /** Settings of the alarm. When they change, Route 53 reads the alarm again. @default {} */
  readonly alarmSettings?: Readonly<Record<string, string>>;
  /** Tags of the check. @default - the alarm's name as `Name`, and those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

const STATUS = { healthy: 'Healthy', 'last-known': 'LastKnownStatus', unhealthy: 'Unhealthy' } as const;

/**
 * Follows the metric of an alarm, for what the internet does not reach. Route 53 copies the alarm's settings and watches
 * the data itself, so the alarm is one over a single metric of a minute or longer with statistic Average, Minimum,
 * Maximum, Sum or SampleCount: no composite alarm, no expression, no percentile, no M of N.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class AlarmHealthCheck extends Construct implements HealthCheckRef {
  readonly healthCheckId: string;
  /** The check itself, for what no prop covers. */
  readonly resource: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: AlarmHealthCheckProps) {
    super(scope, id);
    checkAlarmHealthCheck(this.node.path, props);
    const { alarmName, alarmRegion, insufficientData = 'unhealthy', alarmSettings, tags } = props;

    this.resource = new Route53HealthCheck(this, 'Resource', {
      type: 'CLOUDWATCH_METRIC',
      cloudwatchAlarmName: alarmName,
      cloudwatchAlarmRegion: alarmRegion,
      insufficientDataHealthStatus: STATUS[insufficientData],
      triggers: alarmSettings && { ...alarmSettings },
      tags: { Name: alarmName, ...tags },
      lifecycle: newBeforeOld,
    });
    this.healthCheckId = this.resource.id;
  }
}

function checkAlarmHealthCheck(
  path: string,
  { alarmName, alarmRegion, insufficientData = 'unhealthy' }: AlarmHealthCheckProps,
): void {
  const { iam, route53 } = limits;
  new PropChecks(path)
    .within('alarmName', route53.healthCheckAlarmName, alarmName)
    .within('alarmRegion', iam.region, alarmRegion, 'write it like us-east-1')
    .must(insufficientData in STATUS, {
      prop: 'insufficientData',
      value: insufficientData,
      rule: `without enough data a check is one of ${Object.keys(STATUS).join(', ')}`,
      fix: 'use one of them',
    })
    .done();
}
