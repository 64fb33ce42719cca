/** Statistics that alarms and graphs use; a percentile is written `p95`. */
export type Statistic = 'Sum' | 'SampleCount' | 'Average' | 'Minimum' | 'Maximum' | `p${number}`;

/** One metric of CloudWatch: exactly one time series, of one statistic. */
export interface Metric {
  /** Namespace, such as `AWS/Lambda`. */
  readonly namespace: string;
  /** Name of the metric in its namespace. */
  readonly metricName: string;
  /** All dimensions of the metric: CloudWatch has no series for a part of them. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Statistic of each period. */
  readonly statistic: Statistic;
}
