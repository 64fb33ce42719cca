import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { isUnresolved, limits, type PropChecks } from '@mcp-fleet/core';
import { newBeforeOld } from '@mcp-fleet/refs';
import type { Construct } from 'constructs';
import type { AlarmActions, PageSuppressor } from './alarm-actions';
import type { AlarmRule } from './alarm-rule';

/** Alarms with one page for those that somebody should get up for. */
export interface AlarmSet {
  /** Rules of the alarms, by what they watch. */
  readonly rules: Readonly<Record<string, AlarmRule>>;
  /** The name of an alarm, or of the page. */
  readonly nameOf: (what: string) => string;
  /** Description of the composite alarm. */
  readonly pageText: string;
  /** Topics that the alarms tell; undefined: none. */
  readonly actions?: AlarmActions | undefined;
  /** Alarm that suppresses the page while it fires; undefined: none. */
  readonly suppressor?: PageSuppressor | undefined;
  /** Tags of all alarms; undefined: those of the provider. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Adds what is wrong with the names and the page of a set. */
export function checkSet(checks: PropChecks, set: AlarmSet, parts: Readonly<Record<string, string>>): void {
  const { alarmName, alarmDescription, compositeChildren, compositeRule } = limits.cloudwatch;
  for (const [prop, value] of Object.entries(parts)) {
    checks.within(prop, alarmName, value).must(isUnresolved(value) || !/["\s]/.test(value), {
      prop,
      value,
      rule: 'a name is part of the rule of a composite alarm, where quotes end it',
      fix: 'use letters, digits and hyphens',
    });
  }
  const last = Object.keys(parts).at(-1) ?? 'name';
  checks.within('runbook', alarmDescription, set.pageText, 'use a shorter text, such as an address');
  // Only what is wrong with other props leaves no alarm for the page.
  if (paging(set).length === 0) return;
  checks
    .within('policy', compositeChildren, paging(set).length)
    .within(last, compositeRule, pageRule(set), 'use shorter names');
}

/** Makes the alarms, each with its kind as id, and the page as `Resource`. */
export function createSet(scope: Construct, set: AlarmSet): CloudwatchCompositeAlarm {
  const alarms = Object.entries(set.rules).map(([kind, rule]) => createAlarm(scope, kind, rule, set));
  const { suppressor, actions, tags } = set;
  const topics = actions && [...actions.pageTopicArns];
  return new CloudwatchCompositeAlarm(scope, 'Resource', {
    alarmName: set.nameOf('page'),
    alarmDescription: set.pageText,
    alarmRule: pageRule(set),
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
    lifecycle: newBeforeOld,
  });
}

/** The name of each alarm by what it watches. */
export function namesOf(set: AlarmSet): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(set.rules).map((kind) => [kind, set.nameOf(kind)]));
}

function paging({ rules, nameOf }: AlarmSet): string[] {
  return Object.keys(rules)
    .filter((kind) => rules[kind]?.page)
    .map(nameOf);
}

function pageRule(set: AlarmSet): string {
  return paging(set)
    .map((name) => `ALARM("${name}")`)
    .join(' OR ');
}

function createAlarm(scope: Construct, kind: string, rule: AlarmRule, set: AlarmSet): CloudwatchMetricAlarm {
  const { actions } = set;
  // One message for an incident: the page speaks for its alarms.
  const topics =
    rule.page || actions === undefined ? undefined : [...(actions.noticeTopicArns ?? actions.pageTopicArns)];
  return new CloudwatchMetricAlarm(scope, kind, {
    alarmName: set.nameOf(kind),
    alarmDescription: rule.description,
    comparisonOperator: rule.comparison,
    threshold: rule.threshold,
    evaluationPeriods: rule.evaluationPeriods,
    datapointsToAlarm: rule.datapointsToAlarm,
    treatMissingData: rule.missingData,
    ...metricArguments(rule),
    alarmActions: topics,
    okActions: topics,
    tags: set.tags,
    lifecycle: newBeforeOld,
  });
}

/** One metric as itself; several as metric math, which is where percentiles are: see `slow`. */
function metricArguments({ metrics, expression, periodSeconds: period }: AlarmRule) {
  const entries = Object.entries(metrics);
  const [only] = entries;
  if (expression === undefined && only !== undefined) {
    const { namespace, metricName, dimensions, statistic } = only[1];
    return { namespace, metricName, dimensions: { ...dimensions }, period, statistic };
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
