/** What a share of failed requests is made of: metric math over the ids of metrics. */
export interface ErrorShare {
  /** What failed. */
  readonly errors: string;
  /** All there were. @default 'requests' */
  readonly requests?: string;
  /** Requests in a period below which failures are no rate. */
  readonly minimumRequests: number;
}

/**
 * Metric math for failed requests in percent. Without requests there is no value, and no value is no error. Metrics that
 * are written only when something failed go through {@link withZeros}.
 */
export function errorPercent({ errors, requests = 'requests', minimumRequests }: ErrorShare): string {
  return `IF(${requests} >= ${minimumRequests}, 100 * ${errors} / ${requests}, 0)`;
}

/**
 * The sum of metrics of which AWS writes no zeros, as load balancers do. A minute without errors would be a minute
 * without a value: CloudWatch would look for an older one instead, and old errors would count again.
 */
// Source: docs:cloudwatch/alarms-and-missing-data; docs:elasticloadbalancing/load-balancer-cloudwatch-metrics.
export function withZeros(...ids: readonly string[]): string {
  const filled = ids.map((id) => `FILL(${id}, 0)`).join(' + ');
  return ids.length > 1 ? `(${filled})` : filled;
}
