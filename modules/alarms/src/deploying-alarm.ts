import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { deployingMetric, isUnresolved, limits, physicalName, PropChecks } from '@mcp-fleet/core';
import { newBeforeOld } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import type { PageSuppressor } from './alarm-actions';

/** Props of {@link DeployingAlarm}. Texts are Terraform's: pass what users write through `literal()`. */
export interface DeployingAlarmProps {
  /** Name of the environment: a dimension of the metric. */
  readonly environment: string;
  /** Name of the deployment: a dimension of the metric. */
  readonly deployment: string;
  /** Tags of the alarm. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Fires while a deployment is being deployed, so that pages can be suppressed. Who deploys puts the metric `Deploying`
 * of `McpFleet`, with dimensions `Environment` and `Deployment`, once a minute with the value 1. Nothing ends it: a
 * deploy that dies no longer puts it, and the alarm is over within three minutes.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class DeployingAlarm extends Construct {
  /** Name of the alarm. */
  readonly alarmName: string;
  /** The alarm as the suppressor of the page of an instance. */
  readonly suppressor: PageSuppressor;
  /** The alarm itself, for what no prop covers. */
  readonly resource: CloudwatchMetricAlarm;

  constructor(scope: Construct, id: string, props: DeployingAlarmProps) {
    super(scope, id);
    const { environment, deployment, tags } = props;
    check(this.node.path, { environment, deployment });

    this.alarmName = physicalName(limits.cloudwatch.alarmName, [environment, deployment, 'deploying']);
    this.resource = new CloudwatchMetricAlarm(this, 'Resource', {
      alarmName: this.alarmName,
      alarmDescription: `${deployment} in ${environment} is being deployed: its instances page nobody.`,
      namespace: deployingMetric.namespace,
      metricName: deployingMetric.metricName,
      dimensions: { ...deployingMetric.dimensions(environment, deployment) },
      statistic: 'Maximum',
      period: deployingMetric.everySeconds,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      // Two values a minute apart may fall into the first and the third minute.
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      treatMissingData: 'notBreaching',
      tags,
      // Composite alarms name it: they are to be changed before it goes.
      lifecycle: newBeforeOld,
    });
    // A reference, so that it exists before the alarms that name it.
    this.suppressor = { alarmName: this.resource.alarmName };
  }
}

function check(path: string, parts: Readonly<Record<string, string>>): void {
  const checks = new PropChecks(path);
  for (const [prop, value] of Object.entries(parts)) {
    checks
      .within(prop, limits.cloudwatch.dimensionValue, value)
      .must(isUnresolved(value) || !/["\s]/.test(value), {
        prop,
        value,
        rule: 'a name is part of the rule of a composite alarm, where quotes end it',
        fix: 'use letters, digits and hyphens',
      });
  }
  checks.done();
}
