import { errorPercent, withZeros } from '@mcp-fleet/core';
import type { AlarmRule } from './alarm-rule';
import type { Metric } from './metric';

type Timing = Pick<AlarmRule, 'periodSeconds' | 'evaluationPeriods' | 'datapointsToAlarm'>;
const twoOfThree: Timing = { periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };
export const fiveOfFive: Timing = { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 5 };
const tenOfFifteen: Timing = { periodSeconds: 60, evaluationPeriods: 15, datapointsToAlarm: 10 };
const twoOfThreeLong: Timing = { periodSeconds: 300, evaluationPeriods: 3, datapointsToAlarm: 2 };
const atOnce: Timing = { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 };

/** Share of requests that an alarm watches. */
export interface Rate {
  /** What is wrong when the alarm fires, as its reader sees it. */
  readonly description: string;
  /** `requests`, and what of it is wrong. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Largest share without an alarm, in per cent. */
  readonly threshold: number;
  /** Fewest requests in a period that a share is computed of. */
  readonly minimumRequests: number;
  /** True if the alarm is part of the page. */
  readonly page: boolean;
  /** Failed requests, as metric math. @default - the metric `errors` */
  readonly errors?: string;
  /** All requests, as metric math. @default - the metric `requests` */
  readonly requests?: string;
}

/** A share in percent. Without requests there is no value, and no value is no error. */
export function rate({
  minimumRequests,
  errors = withZeros('errors'),
  requests = 'requests',
  ...rule
}: Rate): AlarmRule {
  return {
    ...rule,
    expression: errorPercent({ errors, requests, minimumRequests }),
    comparison: 'GreaterThanThreshold',
    ...twoOfThree,
    missingData: 'notBreaching',
  };
}

/** Fewest requests: of fewer than these, 5 % are less than one. */
const FEWEST_FOR_P95 = 20;

/**
 * The slowest 5 % of requests. CloudWatch itself takes a p95 of fewer than 200 samples for too few, which most servers
 * never have in a period: it would say nothing about them. So enough are counted here, over five minutes, and two of
 * these have to be slow: one slow call is none of both. Where there are fewer, what ends in a time-out is an error.
 */
// Source: docs:cloudwatch/percentiles-with-low-samples, 10 / (1 - percentile).
export function slow(description: string, requests: Metric, latency: Metric, threshold: number): AlarmRule {
  return {
    description,
    metrics: { requests, latency },
    expression: `IF(requests >= ${FEWEST_FOR_P95}, latency, 0)`,
    comparison: 'GreaterThanThreshold',
    threshold,
    ...twoOfThreeLong,
    missingData: 'notBreaching',
    page: false,
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
