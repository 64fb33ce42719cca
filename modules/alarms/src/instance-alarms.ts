import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { isUnresolved, limits, physicalName, PropChecks } from '@mcp-fleet/core';
import { Construct } from 'constructs';
import { checkActions, type AlarmActions, type PageSuppressor } from './alarm-actions';
import { checkPolicy, defaultPolicy, type AlarmPolicy } from './alarm-policy';
import type { AlarmRule } from './alarm-rule';
import type { ComputeSource } from './compute-metrics';
import type { EdgeSource } from './edge-metrics';
import { instanceRules, type AlarmKind } from './instance-rules';

/** Props of {@link InstanceAlarms}. Texts are Terraform's: pass what users write through `literal()`. */
export interface InstanceAlarmsProps {
  /** Name of the environment; with deployment and instance it begins each alarm's name. */
  readonly environment: string;
  /** Name of the deployment. */
  readonly deployment: string;
  /** Name of the instance. */
  readonly instance: string;
  /** What callers of the instance reach first. Tasks are counted where it is a target group. */
  readonly edge: EdgeSource;
  /** What the instance runs on. */
  readonly compute: ComputeSource;
  /** Longest time that a request may take, in seconds. */
  readonly timeLimitSeconds: number;
  /** The router's `labels`: dimensions of its metrics. @default { Environment: environment, Deployment: deployment } */
  readonly labels?: Readonly<Record<string, string>>;
  /** Thresholds that differ from the defaults. @default {} */
  readonly policy?: AlarmPolicy;
  /** Whom the alarms tell. @default - nobody: they show in the console */
  readonly actions?: AlarmActions;
  /** Suppresses the page while another alarm fires. @default - nothing does */
  readonly suppressor?: PageSuppressor;
  /** What to do, added to the text of the page, such as the address of a runbook. @default - nothing */
  readonly runbook?: string;
  /** @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The alarms of one instance, the same on functions and on services, and one composite alarm over those for which
 * somebody should get up. An incident pages once: alarms that are part of the page tell nobody themselves.
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
    const policy = { ...defaultPolicy, ...defined(props.policy) };
    const rules = Object.entries(instanceRules({ ...props, router: routerOf(props) }, policy));
    const paging = rules.filter(([, { page }]) => page).map(([kind]) => nameOf(props, kind));
    const pageRule = paging.map((name) => `ALARM("${name}")`).join(' OR ');
    this.check(props, paging.length, pageRule);

    const alarms = rules.map(([kind, rule]) => this.createAlarm(kind, rule, props));
    this.alarmNames = Object.fromEntries(rules.map(([kind]) => [kind, nameOf(props, kind)]));
    this.resource = this.createPage(pageRule, alarms, props);
    this.pageAlarmName = nameOf(props, 'page');
    this.pageAlarmArn = this.resource.arn;
  }

  private check(props: InstanceAlarmsProps, children: number, pageRule: string): void {
    const { environment, deployment, instance, edge, compute, timeLimitSeconds: seconds } = props;
    const { alarmName, alarmDescription, compositeChildren, compositeRule } = limits.cloudwatch;
    const checks = new PropChecks(this.node.path);
    for (const [prop, value] of Object.entries({ environment, deployment, instance })) {
      checks.within(prop, alarmName, value).must(isUnresolved(value) || !/["\s]/.test(value), {
        prop,
        value,
        rule: 'a name is part of the rule of a composite alarm, where quotes end it',
        fix: 'use letters, digits and hyphens',
      });
    }
    checks
      .must(isUnresolved(seconds) || seconds > 0, {
        prop: 'timeLimitSeconds',
        value: seconds,
        rule: 'a time limit is more than 0 seconds',
        fix: 'give the limit of the instance',
      })
      .must(compute.kind === 'function' || edge.kind === 'target-group', {
        prop: 'edge',
        value: edge.kind,
        rule: 'the health of the tasks of a service is known to the target group that it is in',
        fix: 'give the target group of the service',
      })
      .must(!(compute.kind === 'function' && (compute.concurrencyLimit ?? 1) < 1), {
        prop: 'compute.concurrencyLimit',
        value: compute.kind === 'function' ? compute.concurrencyLimit : undefined,
        rule: 'a share of concurrency is a share of 1 or more',
        fix: 'leave it out for the 1,000 of an account',
      })
      .within('runbook', alarmDescription, pageText(props), 'use a shorter text, such as an address')
      .within('policy', compositeChildren, children)
      .within('instance', compositeRule, pageRule, 'use shorter names');
    checkPolicy(checks, props.policy ?? {});
    checkActions(checks, props.actions, props.suppressor);
    checks.done();
  }

  private createAlarm(kind: string, rule: AlarmRule, props: InstanceAlarmsProps): CloudwatchMetricAlarm {
    const { actions } = props;
    // One message for an incident: the page speaks for its alarms.
    const topics =
      rule.page || actions === undefined
        ? undefined
        : [...(actions.noticeTopicArns ?? actions.pageTopicArns)];
    return new CloudwatchMetricAlarm(this, kind, {
      alarmName: nameOf(props, kind),
      alarmDescription: rule.description,
      comparisonOperator: rule.comparison,
      threshold: rule.threshold,
      evaluationPeriods: rule.evaluationPeriods,
      datapointsToAlarm: rule.datapointsToAlarm,
      treatMissingData: rule.missingData,
      ...metricArguments(rule),
      alarmActions: topics,
      okActions: topics,
      tags: props.tags,
    });
  }

  private createPage(alarmRule: string, alarms: CloudwatchMetricAlarm[], props: InstanceAlarmsProps) {
    const { suppressor, actions, tags } = props;
    const topics = actions && [...actions.pageTopicArns];
    return new CloudwatchCompositeAlarm(this, 'Resource', {
      alarmName: nameOf(props, 'page'),
      alarmDescription: pageText(props),
      alarmRule,
      alarmActions: topics,
      okActions: topics,
      actionsSuppressor: suppressor && {
        alarm: suppressor.alarmName,
        waitPeriod: suppressor.waitSeconds ?? 60,
        extensionPeriod: suppressor.extensionSeconds ?? 300,
      },
      tags,
      // The rule names them; CloudWatch refuses one that does not exist.
      dependsOn: alarms,
    });
  }
}

function routerOf({ environment, deployment, instance, labels }: InstanceAlarmsProps) {
  return { instance, labels: labels ?? { Environment: environment, Deployment: deployment } };
}

function nameOf({ environment, deployment, instance }: InstanceAlarmsProps, what: string): string {
  return physicalName(limits.cloudwatch.alarmName, [environment, deployment, instance, what]);
}

function pageText({ environment, deployment, instance, runbook }: InstanceAlarmsProps): string {
  const text = `${instance} of ${deployment} in ${environment} does not serve its callers.`;
  return runbook === undefined ? text : `${text} ${runbook}`;
}

/** One metric as itself, since percentiles of few samples can only be told apart there; several as metric math. */
function metricArguments({ metrics, expression, periodSeconds: period }: AlarmRule) {
  const entries = Object.entries(metrics);
  const [only] = entries;
  if (expression === undefined && only !== undefined) {
    const { namespace, metricName, dimensions, statistic } = only[1];
    const percentile = statistic.startsWith('p');
    return {
      namespace,
      metricName,
      dimensions: { ...dimensions },
      period,
      ...(percentile
        ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: 'ignore' }
        : { statistic }),
    };
  }
  return {
    metricQuery: [
      { id: 'result', expression, label: 'result', returnData: true },
      ...entries.map(([id, { namespace, metricName, dimensions, statistic }]) => ({
        id,
        metric: { namespace, metricName, dimensions: { ...dimensions }, period, stat: statistic },
      })),
    ],
  };
}

function defined(policy: AlarmPolicy = {}): AlarmPolicy {
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
}
