import type { Metric } from './metric';

/** Side of the threshold on which an alarm fires. */
export type Comparison = 'GreaterThanThreshold' | 'LessThanThreshold';

/**
 * What a minute without data means. Written wrong, it passes `terraform validate` and fails at apply; left out, it may
 * turn an alarm over early.
 */
export type MissingData = 'breaching' | 'notBreaching' | 'ignore' | 'missing';

/** Condition of an alarm: a pure value, without a name and without topics. */
export interface AlarmRule {
  /** What is wrong when the alarm fires, as its reader sees it. */
  readonly description: string;
  /** The metrics by the ids that the expression knows them by; a rule without expression has one, no percentile. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Metric math over the metrics. @default - the one metric */
  readonly expression?: string;
  /** Side of the threshold on which the alarm fires. */
  readonly comparison: Comparison;
  /** Value that is compared, in the unit of the metrics or the expression. */
  readonly threshold: number;
  /** Length of a period, in seconds. */
  readonly periodSeconds: 60 | 300;
  /** Number of the last periods that are looked at. */
  readonly evaluationPeriods: number;
  /** Number of those periods that must be past the threshold. */
  readonly datapointsToAlarm: number;
  /** Meaning of a period without data. */
  readonly missingData: MissingData;
  /** True if somebody should get up for it: the alarm is then part of the composite alarm. */
  readonly page: boolean;
}
