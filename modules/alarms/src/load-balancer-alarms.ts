import type { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { limits, physicalName, PropChecks, withZeros } from '@mcp-fleet/core';
import { Construct } from 'constructs';
import { checkActions, type AlarmActions, type PageSuppressor } from './alarm-actions';
import { checkPolicy, withDefaults, type AlarmPolicy } from './alarm-policy';
import type { AlarmRule } from './alarm-rule';
import { checkSet, createSet, type AlarmSet } from './alarm-set';
import { loadBalancerMetric } from './edge-metrics';
import { rate } from './rule-shapes';

/** Props of {@link LoadBalancerAlarms}. Texts are Terraform's: pass what users write through `literal()`. */
export interface LoadBalancerAlarmsProps {
  /** Name of the environment; with the deployment it begins each alarm's name. */
  readonly environment: string;
  /** Name of the deployment. */
  readonly deployment: string;
  /** `app/<name>/<id>`, the end of the load balancer's ARN. */
  readonly loadBalancerArnSuffix: string;
  /** Thresholds that differ from the defaults: `edgeErrorPercent`, `minimumRequests`. @default {} */
  readonly policy?: AlarmPolicy;
  /** Topics that the page tells. @default - none: the page shows in the console */
  readonly actions?: AlarmActions;
  /** Suppresses the page while another alarm fires: see `DeployingAlarm`. @default - nothing does */
  readonly suppressor?: PageSuppressor;
  /** Advice that is added to the text of the page, such as the address of a runbook. @default - nothing */
  readonly runbook?: string;
  /** Tags of all alarms. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The alarm of an Application Load Balancer for what it answers itself: 502 for an answer that broke off, 503 without
 * tasks, 504 for none in time. It does not say for which target group, so no alarm of an instance counts them. One alarm
 * over 2 metrics, and its page.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class LoadBalancerAlarms extends Construct {
  /** Name of the alarm. */
  readonly alarmName: string;
  /** Name of the composite alarm. */
  readonly pageAlarmName: string;
  /** ARN of the composite alarm. */
  readonly pageAlarmArn: string;
  /** The composite alarm itself, for what no prop covers. */
  readonly resource: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, props: LoadBalancerAlarmsProps) {
    super(scope, id);
    const set = setOf(props);
    const { environment, deployment, policy = {}, actions, suppressor } = props;
    const checks = new PropChecks(this.node.path);
    checkSet(checks, set, { environment, deployment });
    checkPolicy(checks, policy);
    checkActions(checks, actions, suppressor);
    checks.done();

    this.resource = createSet(this, set);
    this.alarmName = set.nameOf('5xx');
    this.pageAlarmName = set.nameOf('page');
    this.pageAlarmArn = this.resource.arn;
  }
}

function setOf(props: LoadBalancerAlarmsProps): AlarmSet {
  const { environment, deployment, loadBalancerArnSuffix, policy, runbook } = props;
  const text = `The load balancer of ${deployment} in ${environment} answers with errors of its own.`;
  return {
    rules: { '5xx': ownErrors(loadBalancerArnSuffix, withDefaults(policy)) },
    nameOf: (what) =>
      physicalName(limits.cloudwatch.alarmName, [environment, deployment, what, 'load-balancer']),
    pageText: runbook === undefined ? text : `${text} ${runbook}`,
    actions: props.actions,
    suppressor: props.suppressor,
    tags: props.tags,
  };
}

/** `RequestCount` leaves out what found no target, which is the worst there is: so the errors are requests too. */
function ownErrors(
  loadBalancer: string,
  { edgeErrorPercent, minimumRequests }: Required<AlarmPolicy>,
): AlarmRule {
  return rate({
    description: `More than ${edgeErrorPercent} % of requests end in a 5xx of the load balancer itself.`,
    metrics: {
      requests: loadBalancerMetric(loadBalancer, 'RequestCount', 'Sum'),
      errors: loadBalancerMetric(loadBalancer, 'HTTPCode_ELB_5XX_Count', 'Sum'),
    },
    requests: withZeros('requests', 'errors'),
    threshold: edgeErrorPercent,
    minimumRequests,
    page: true,
  });
}
