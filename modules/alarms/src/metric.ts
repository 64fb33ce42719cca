/** Statistics that alarms and graphs use; a percentile is written `p95`. */
export type Statistic = 'Sum' | 'SampleCount' | 'Average' | 'Minimum' | 'Maximum' | `p${number}`;

/** One metric of CloudWatch: exactly one time series, of one statistic. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  /** All of its dimensions: CloudWatch has no series for a part of them. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}
