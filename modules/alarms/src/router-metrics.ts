import type { Metric, Statistic } from './metric';

/** What the router counts, by its key in apps/router/internal/metrics/names.json; a test compares the two. */
export const routerMetricNames = {
  requests: 'Requests',
  latency: 'Latency',
  transport: 'ErrorsTransport',
  http5xx: 'ErrorsHttp5xx',
  jsonRpc: 'ErrorsJsonRpc',
  tool: 'ErrorsTool',
  auth: 'ErrorsAuth',
  throttled: 'ErrorsThrottled',
  restarts: 'Restarts',
  circuitOpens: 'CircuitOpens',
  secrets: 'SecretFailures',
} as const;

/** A metric of the router. */
export type RouterMetric = keyof typeof routerMetricNames;

/** Namespace of the router's metrics. */
export const routerNamespace = 'McpFleet';

/** Dimension of the router's metrics that names the instance. */
export const routerDimension = 'Instance';

/** An instance as the router's metrics know it. */
export interface RouterSource {
  /** Name of the instance. */
  readonly instance: string;
  /** The `labels` in the router's configuration: dimensions as well. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * A metric of the router, one series for each instance. Latency is in milliseconds and leaves streams out; all else is
 * counted. Requests, latency and errors come with each request; restarts, circuits and secrets that cannot be read only
 * when they happen.
 */
// Source: apps/router/internal/metrics/metrics.go, which adds the labels to the one dimension.
export function routerMetric(source: RouterSource, metric: RouterMetric, statistic: Statistic): Metric {
  return {
    namespace: routerNamespace,
    metricName: routerMetricNames[metric],
    dimensions: { ...source.labels, [routerDimension]: source.instance },
    statistic,
  };
}
