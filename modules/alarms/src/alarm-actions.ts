import { isUnresolved, limits, type PropChecks, snsTopicArn } from '@mcp-fleet/core';

/** SNS topics that alarms tell. {@link AlarmPolicy} says when they do. */
export interface AlarmActions {
  /** Told once when an instance needs somebody, and when it no longer does. */
  readonly pageTopicArns: readonly string[];
  /** Told of everything else that is wrong, and when it is over. @default - those that are paged */
  readonly noticeTopicArns?: readonly string[];
}

/** Suppresses a page, not the alarms that are part of it, while another alarm of the same Region fires. */
export interface PageSuppressor {
  /** Name of the other alarm, which has to exist before: as a reference to it. */
  readonly alarmName: string;
  /** Time that the page waits for the other alarm to fire. @default 60 */
  readonly waitSeconds?: number;
  /** Time that the page waits once the other alarm is over. @default 300 */
  readonly extensionSeconds?: number;
}

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
    checks.within(
      prop,
      limits.cloudwatch.alarmActions,
      arns.length,
      'subscribe to a topic rather than add one',
    );
    for (const arn of arns) {
      checks.must(isUnresolved(arn) || snsTopicArn.test(arn), {
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
