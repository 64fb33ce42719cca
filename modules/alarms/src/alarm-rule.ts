import type { Metric } from './metric';

/** How an alarm compares. */
export type Comparison = 'GreaterThanThreshold' | 'LessThanThreshold';

/**
 * What a minute without data means. Written wrong, it passes `terraform validate` and fails at apply; left out, it may
 * turn an alarm over early.
 */
export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

/** When an alarm fires: a pure value, without a name and without anyone to tell. */
export interface AlarmRule {
  readonly description: string;
  /** The metrics by the ids that the expression knows them by; a rule without expression has one, no percentile. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Metric math over the metrics. @default - the one metric */
  readonly expression?: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly periodSeconds: 60 | 300;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
  /** Whether somebody should get up for it: it is part of the composite alarm. */
  readonly page: boolean;
}
