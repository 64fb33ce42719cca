import type { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { isUnresolved, limits, physicalName, PropChecks } from '@mcp-fleet/core';
import { Construct } from 'constructs';
import { checkActions, type AlarmActions, type PageSuppressor } from './alarm-actions';
import { checkPolicy, withDefaults, type AlarmPolicy } from './alarm-policy';
import { checkSet, createSet, namesOf, type AlarmSet } from './alarm-set';
import { checkCompute, type ComputeSource } from './compute-metrics';
import { checkEdge, type EdgeSource } from './edge-metrics';
import { instanceRules, type AlarmKind } from './instance-rules';

/** Props of {@link InstanceAlarms}. Texts are Terraform's: pass what users write through `literal()`. */
export interface InstanceAlarmsProps {
  /** Name of the environment; with deployment and instance it begins each alarm's name. */
  readonly environment: string;
  /** Name of the deployment. */
  readonly deployment: string;
  /** Name of the instance. */
  readonly instance: string;
  /** Route or target group of the instance alone. @default - the instance shares one: see `SharedAlarms` */
  readonly edge?: EdgeSource;
  /** Function or service that runs the instance alone. @default - the instance shares one: see `SharedAlarms` */
  readonly compute?: ComputeSource;
  /** Longest time that a request may take, in seconds. */
  readonly timeLimitSeconds: number;
  /** The router's `labels`: dimensions of its metrics. @default { Environment: environment, Deployment: deployment } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Thresholds that differ from the defaults. @default {} */
  readonly policy?: AlarmPolicy;
  /** Topics that the alarms tell. @default - none: the alarms show in the console */
  readonly actions?: AlarmActions;
  /** Suppresses the page while another alarm fires: see `DeployingAlarm`. @default - nothing does */
  readonly suppressor?: PageSuppressor;
  /** Advice that is added to the text of the page, such as the address of a runbook. @default - nothing */
  readonly runbook?: string;
  /** Tags of all alarms. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The alarms of one instance, the same on functions and on services, and one composite alarm over those for which
 * somebody should get up. An incident pages once: alarms that are part of the page tell nobody themselves.
 *
 * They are 12 alarms over 18 metrics for an instance with a function of its own, 12 over 19 for one with a service (20
 * with Container Insights), 9 over 14 for one with a route of its own and a function that it shares, 8 over 12 where it
 * shares both; and the page.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class InstanceAlarms extends Construct {
  /** Name of each alarm by what it watches. */
  readonly alarmNames: Readonly<Partial<Record<AlarmKind, string>>>;
  /** Name of the composite alarm. */
  readonly pageAlarmName: string;
  /** ARN of the composite alarm. */
  readonly pageAlarmArn: string;
  /** The composite alarm itself, for what no prop covers. */
  readonly resource: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, props: InstanceAlarmsProps) {
    super(scope, id);
    const set = setOf(props);
    this.check(props, set);

    this.resource = createSet(this, set);
    this.alarmNames = namesOf(set);
    this.pageAlarmName = set.nameOf('page');
    this.pageAlarmArn = this.resource.arn;
  }

  private check(props: InstanceAlarmsProps, set: AlarmSet): void {
    const { environment, deployment, instance, edge, compute, timeLimitSeconds: seconds } = props;
    const checks = new PropChecks(this.node.path);
    checkSet(checks, set, { environment, deployment, instance });
    checks.must(isUnresolved(seconds) || seconds > 0, {
      prop: 'timeLimitSeconds',
      value: seconds,
      rule: 'a time limit is more than 0 seconds',
      fix: 'give the limit of the instance',
    });
    checkEdge(checks, edge);
    checkCompute(checks, compute, edge);
    checks.must(compute !== undefined || edge === undefined || isOneOfSeveral(edge), {
      prop: 'edge',
      value: edge?.kind,
      rule: 'where instances share a function or service, only the route of an API tells them apart',
      fix: 'give the route of the instance, or leave the edge to SharedAlarms',
    });
    checkPolicy(checks, props.policy ?? {});
    checkActions(checks, props.actions, props.suppressor);
    checks.done();
  }
}

function isOneOfSeveral(edge: EdgeSource): boolean {
  return edge.kind !== 'target-group' && edge.route !== undefined;
}

function setOf(props: InstanceAlarmsProps): AlarmSet {
  const { environment, deployment, instance, runbook } = props;
  const text = `${instance} of ${deployment} in ${environment} does not serve its callers.`;
  const router = { instance, labels: props.labels ?? { Environment: environment, Deployment: deployment } };
  return {
    rules: instanceRules({ ...props, router }, withDefaults(props.policy)),
    nameOf: (what) => physicalName(limits.cloudwatch.alarmName, [environment, deployment, instance, what]),
    pageText: runbook === undefined ? text : `${text} ${runbook}`,
    actions: props.actions,
    suppressor: props.suppressor,
    tags: props.tags,
  };
}
