import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { errorPercent, withZeros } from '@mcp-fleet/core';
import { newBeforeOld } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Props of {@link DeploymentAlarms}. */
export interface DeploymentAlarmsProps {
  /** Name of the service, with which the names of the alarms begin, up to an underscore. */
  readonly serviceName: string;
  /** Load balancer as metrics name it: `app/<name>/<id>`. */
  readonly loadBalancerArnSuffix: string;
  /** Target group as metrics name it: `targetgroup/<name>/<id>`. */
  readonly targetGroupArnSuffix: string;
  /** Tags of the alarms. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

const NAMESPACE = 'AWS/ApplicationELB';
const PERIOD_SECONDS = 60;
const ERROR_PERCENT = 10;
/** Requests in a minute: of fewer, a single one that fails would be more than the share. */
const FEWEST_REQUESTS = 100 / ERROR_PERCENT;

/**
 * The alarms that turn a deployment back: too many 5xx answers of the targets and connections to them that fail, and
 * hosts that stay unhealthy. They look at the target group, never at the service, which looks at them.
 */
export class DeploymentAlarms extends Construct {
  /** Names of the alarms. */
  readonly alarmNames: readonly string[];

  constructor(scope: Construct, id: string, props: DeploymentAlarmsProps) {
    super(scope, id);
    const dimensions = {
      LoadBalancer: props.loadBalancerArnSuffix,
      TargetGroup: props.targetGroupArnSuffix,
    };
    const sum = (queryId: string, metricName: string) => ({
      id: queryId,
      metric: { namespace: NAMESPACE, metricName, period: PERIOD_SECONDS, stat: 'Sum', dimensions },
    });
    const errors = new CloudwatchMetricAlarm(this, 'Errors', {
      alarmName: `${props.serviceName}_deployment-errors`,
      alarmDescription: `More than ${ERROR_PERCENT} % of requests get a 5xx, or no connection: a deployment in progress is rolled back.`,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: ERROR_PERCENT,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      // No requests are no errors.
      treatMissingData: 'notBreaching',
      metricQuery: [
        {
          id: 'rate',
          expression: errorPercent({
            errors: withZeros('errors', 'unreached'),
            minimumRequests: FEWEST_REQUESTS,
          }),
          label: 'Errors in %',
          returnData: true,
        },
        sum('errors', 'HTTPCode_Target_5XX_Count'),
        sum('unreached', 'TargetConnectionErrorCount'),
        sum('requests', 'RequestCount'),
      ],
      tags: props.tags,
      lifecycle: newBeforeOld,
    });
    const unhealthy = new CloudwatchMetricAlarm(this, 'UnhealthyHosts', {
      alarmName: `${props.serviceName}_deployment-unhealthy-hosts`,
      alarmDescription:
        'Tasks fail the health check of the load balancer: a deployment in progress is rolled back.',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      // A target group without targets reports nothing; that is the alarm on healthy hosts' affair.
      treatMissingData: 'notBreaching',
      namespace: NAMESPACE,
      metricName: 'UnHealthyHostCount',
      statistic: 'Maximum',
      period: PERIOD_SECONDS,
      dimensions,
      tags: props.tags,
      lifecycle: newBeforeOld,
    });
    this.alarmNames = [errors.alarmName, unhealthy.alarmName];
  }
}
