import { isUnresolved, type PropChecks } from '@mcp-fleet/core';

/** Whom alarms tell, as ARNs of SNS topics. When they do is a matter of {@link AlarmPolicy}. */
export interface AlarmActions {
  /** Told once when an instance needs somebody, and when it no longer does. */
  readonly pageTopicArns: readonly string[];
  /** Told of everything else that is wrong, and when it is over. @default - those that are paged */
  readonly noticeTopicArns?: readonly string[];
}

/** Suppresses the page of an instance, not its alarms, while another alarm of the same Region fires: a deployment. */
export interface PageSuppressor {
  readonly alarmName: string;
  /** Time that the page waits for the other alarm to fire. @default 60 */
  readonly waitSeconds?: number;
  /** Time that the page waits once the other alarm is over. @default 300 */
  readonly extensionSeconds?: number;
}

/** An alarm has at most five actions for each state (API:cloudwatch.ResourceList). */
const ACTIONS_MAX = 5;

/** Adds what is wrong with actions and suppressor. */
export function checkActions(
  checks: PropChecks,
  actions: AlarmActions | undefined,
  suppressor: PageSuppressor | undefined,
): void {
  for (const [prop, arns = []] of [
    ['actions.pageTopicArns', actions?.pageTopicArns],
    ['actions.noticeTopicArns', actions?.noticeTopicArns],
  ] as const) {
    checks.must(arns.length <= ACTIONS_MAX, {
      prop,
      value: arns,
      rule: `an alarm has at most ${ACTIONS_MAX} actions for each state [API:cloudwatch.ResourceList]`,
      fix: 'subscribe to a topic rather than add one',
    });
    for (const arn of arns) {
      checks.must(isUnresolved(arn) || /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(arn), {
        prop,
        value: arn,
        rule: 'alarms tell standard SNS topics, by their ARN',
        fix: 'write it like arn:aws:sns:us-east-1:111122223333:mcp-alerts',
      });
    }
  }
  for (const prop of ['waitSeconds', 'extensionSeconds'] as const) {
    const value = suppressor?.[prop];
    checks.must(value === undefined || (Number.isInteger(value) && value >= 0), {
      prop: `suppressor.${prop}`,
      value,
      rule: 'a wait is a whole number of seconds, 0 or more [API:cloudwatch.PutCompositeAlarm]',
      fix: 'leave it out',
    });
  }
}
