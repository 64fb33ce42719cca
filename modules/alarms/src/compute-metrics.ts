import type { Metric, Statistic } from './metric';

/** A Lambda function. */
export interface FunctionSource {
  readonly kind: 'function';
  readonly functionName: string;
  /** Calls that it can answer at once: its reserved concurrency. @default 1000, what an account has for all its functions */
  readonly concurrencyLimit?: number;
}

/** An ECS service on Fargate. */
export interface ServiceSource {
  readonly kind: 'service';
  readonly clusterName: string;
  readonly serviceName: string;
  /** Its cluster has Container Insights, which alone counts tasks. @default false */
  readonly containerInsights?: boolean;
}

/** What an instance runs on. */
export type ComputeSource = FunctionSource | ServiceSource;

/** Metrics of a function with all its versions. Source: docs:lambda/monitoring-metrics-types. */
export function functionMetric(
  { functionName }: FunctionSource,
  metricName: 'Invocations' | 'Errors' | 'Throttles' | 'Duration' | 'ConcurrentExecutions',
  statistic: Statistic,
): Metric {
  return {
    namespace: 'AWS/Lambda',
    metricName,
    dimensions: { FunctionName: functionName },
    statistic,
  };
}

/** Metrics of a service, in percent of what its tasks have. Source: docs:ecs/available-metrics. */
export function serviceMetric(
  { clusterName, serviceName }: ServiceSource,
  metricName: 'CPUUtilization' | 'MemoryUtilization',
  statistic: Statistic,
): Metric {
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  return { namespace: 'AWS/ECS', metricName, dimensions, statistic };
}

/** Tasks of a service, where Container Insights is on. Source: docs:cloudwatch/Container-Insights-metrics-ECS. */
export function taskCountMetric(
  { clusterName, serviceName }: ServiceSource,
  metricName: 'RunningTaskCount' | 'DesiredTaskCount',
  statistic: Statistic,
): Metric {
  const dimensions = { ClusterName: clusterName, ServiceName: serviceName };
  return { namespace: 'ECS/ContainerInsights', metricName, dimensions, statistic };
}
