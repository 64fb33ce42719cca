import type { PropChecks } from '@mcp-fleet/core';
import type { EdgeSource } from './edge-metrics';
import type { Metric, Statistic } from './metric';

/** A Lambda function. */
export interface FunctionSource {
  /** Compute of this kind. */
  readonly kind: 'function';
  /** Name of the function. */
  readonly functionName: string;
  /** Calls that it can answer at once: its reserved concurrency. @default 1000, what an account has for all its functions */
  readonly concurrencyLimit?: number;
}

/** An ECS service on Fargate. */
export interface ServiceSource {
  /** Compute of this kind. */
  readonly kind: 'service';
  /** Name of the ECS cluster. */
  readonly clusterName: string;
  /** Name of the service. */
  readonly serviceName: string;
  /** True if the cluster has Container Insights, which alone counts tasks. @default false */
  readonly containerInsights?: boolean;
}

/** Function or service that an instance runs on. */
export type ComputeSource = FunctionSource | ServiceSource;

/** Adds what is wrong with what something runs on. */
export function checkCompute(
  checks: PropChecks,
  compute: ComputeSource | undefined,
  edge: EdgeSource | undefined,
): void {
  checks
    .must(compute?.kind !== 'service' || edge?.kind === 'target-group', {
      prop: 'edge',
      value: edge?.kind,
      rule: 'the health of the tasks of a service is known to the target group that it is in',
      fix: 'give the target group of the service',
    })
    .must(compute?.kind !== 'function' || edge?.kind !== 'target-group', {
      prop: 'edge',
      value: edge?.kind,
      rule: 'a target group here is that of a service',
      fix: 'give the API of the function, or leave it out',
    })
    .must(!(compute?.kind === 'function' && (compute.concurrencyLimit ?? 1) < 1), {
      prop: 'compute.concurrencyLimit',
      value: compute?.kind === 'function' ? compute.concurrencyLimit : undefined,
      rule: 'a share of concurrency is a share of 1 or more',
      fix: 'leave it out for the 1,000 of an account',
    });
}

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
