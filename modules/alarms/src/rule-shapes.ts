import type { AlarmRule } from './alarm-rule';
import type { Metric } from './metric';

type Timing = Pick<AlarmRule, 'periodSeconds' | 'evaluationPeriods' | 'datapointsToAlarm'>;
export const twoOfThree: Timing = { periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };
export const threeOfFive: Timing = { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 3 };
export const fiveOfFive: Timing = { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 5 };
const tenOfFifteen: Timing = { periodSeconds: 60, evaluationPeriods: 15, datapointsToAlarm: 10 };
const atOnce: Timing = { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 };

/** What a rate needs to know. */
export interface Rate {
  readonly description: string;
  /** `requests`, and what of it is wrong. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** In percent. */
  readonly threshold: number;
  readonly minimumRequests: number;
  readonly page: boolean;
  /** What is wrong, as metric math. @default - the metric `errors` */
  readonly errors?: string;
}

/**
 * A share in percent. Without requests there is no value, and no value is no error. Load balancers write no zeros, so
 * that a minute without errors would be a minute without a value: CloudWatch would look for an older one instead.
 */
// Source: docs:cloudwatch/alarms-and-missing-data; docs:elasticloadbalancing/load-balancer-cloudwatch-metrics.
export function rate({ minimumRequests, errors = 'FILL(errors, 0)', ...rule }: Rate): AlarmRule {
  return {
    ...rule,
    expression: `IF(requests >= ${minimumRequests}, 100 * ${errors} / requests, 0)`,
    comparison: 'GreaterThanThreshold',
    ...twoOfThree,
    missingData: 'notBreaching',
  };
}

/** Something that should not happen, or not often. Nothing is written while it does not. */
export function happened(description: string, metric: Metric, threshold: number, page: boolean): AlarmRule {
  return {
    description,
    metrics: { count: metric },
    comparison: 'GreaterThanThreshold',
    threshold,
    ...atOnce,
    missingData: 'notBreaching',
    page,
  };
}

/** Requests turned away. One minute is enough; the others are looked at again because counts may arrive late. */
export function throttled(who: string, metric: Metric, threshold: number): AlarmRule {
  return {
    description: `${who} turned away more than ${threshold} requests in a minute for being too many.`,
    metrics: { count: metric },
    comparison: 'GreaterThanThreshold',
    threshold,
    ...twoOfThree,
    datapointsToAlarm: 1,
    missingData: 'notBreaching',
    page: false,
  };
}

/** Something that fills up. Scaling needs its time; what lasts longer is beyond it. */
export function saturated(
  description: string,
  metrics: Readonly<Record<string, Metric>>,
  expression: string,
  threshold: number,
): AlarmRule {
  return {
    description,
    metrics,
    expression,
    comparison: 'GreaterThanThreshold',
    threshold,
    ...tenOfFifteen,
    missingData: 'notBreaching',
    page: false,
  };
}
