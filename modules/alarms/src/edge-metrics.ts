import { isUnresolved, type PropChecks } from '@mcp-fleet/core';
import type { Metric, Statistic } from './metric';

/** A route of an API. It has metrics of its own where the stage has detailed metrics on, which cost as custom ones do. */
export interface EdgeRoute {
  /** The method of the route, `POST`: calls have no other. */
  readonly method: string;
  /** The path as the API has it: `/gitlab/mcp`. */
  readonly resource: string;
}

/** A stage of an HTTP API. */
export interface HttpApiSource {
  /** Edge of this kind. */
  readonly kind: 'http-api';
  /** Id of the API. */
  readonly apiId: string;
  /** Name of the stage. */
  readonly stage: string;
  /** Route whose requests are counted. @default - all routes of the stage */
  readonly route?: EdgeRoute;
}

/** A stage of a REST API. */
export interface RestApiSource {
  /** Edge of this kind. */
  readonly kind: 'rest-api';
  /** The name of the API: its metrics do not know the id. */
  readonly apiName: string;
  /** Name of the stage. */
  readonly stage: string;
  /** Route whose requests are counted. @default - all routes of the stage */
  readonly route?: EdgeRoute;
}

/** A target group of an Application Load Balancer. */
export interface TargetGroupSource {
  /** Edge of this kind. */
  readonly kind: 'target-group';
  /** `app/<name>/<id>`, the end of the load balancer's ARN. */
  readonly loadBalancerArnSuffix: string;
  /** `targetgroup/<name>/<id>`, the end of the target group's ARN. */
  readonly targetGroupArnSuffix: string;
}

/** Edge of an instance: what its callers reach first. */
export type EdgeSource = HttpApiSource | RestApiSource | TargetGroupSource;

/** Adds what is wrong with an edge. */
export function checkEdge(checks: PropChecks, edge: EdgeSource | undefined): void {
  if (edge === undefined || edge.kind === 'target-group') return;
  const { route } = edge;
  if (edge.kind === 'rest-api') {
    checks.must(isUnresolved(edge.apiName) || /^[\x20-\x7e]+$/.test(edge.apiName), {
      prop: 'edge.apiName',
      value: edge.apiName,
      rule: 'metrics leave out what is not ASCII of the name of a REST API [docs:apigateway/api-gateway-metrics-and-dimensions]',
      fix: 'give the API a name of ASCII characters',
    });
  }
  if (route === undefined) return;
  checks
    .must(isUnresolved(route.method) || /^[A-Z]+$/.test(route.method), {
      prop: 'edge.route.method',
      value: route.method,
      rule: 'the method of a route is written as POST is',
      fix: 'give the method of the route',
    })
    .must(isUnresolved(route.resource) || /^\/\S*$/.test(route.resource), {
      prop: 'edge.route.resource',
      value: route.resource,
      rule: 'the resource of a route is its path, which begins with a slash',
      fix: 'write it like /gitlab/mcp',
    });
}

/**
 * Metrics of an HTTP API, of its stage or of a route. Source: docs:apigateway/http-api-metrics, which names the
 * dimensions; that a route has `POST` and `/gitlab/mcp` for them is seen in
 * prometheus-community/yet-another-cloudwatch-exporter#1031.
 */
export function httpApiMetric(
  { apiId, stage, route }: HttpApiSource,
  metricName: '4xx' | '5xx' | 'Count' | 'Latency' | 'IntegrationLatency',
  statistic: Statistic,
): Metric {
  const dimensions = { ApiId: apiId, Stage: stage, ...routeDimensions(route) };
  return { namespace: 'AWS/ApiGateway', metricName, dimensions, statistic };
}

/**
 * Metrics of a REST API, of its stage or of a method. Source: docs:apigateway/api-gateway-metrics-and-dimensions, by
 * which `Count` is counted by its samples.
 */
export function restApiMetric(
  { apiName, stage, route }: RestApiSource,
  metricName: '4XXError' | '5XXError' | 'Count' | 'Latency' | 'IntegrationLatency',
  statistic: Statistic,
): Metric {
  const dimensions = { ApiName: apiName, Stage: stage, ...routeDimensions(route) };
  return { namespace: 'AWS/ApiGateway', metricName, dimensions, statistic };
}

/** Metrics of a target group. Source: docs:elasticloadbalancing/load-balancer-cloudwatch-metrics. */
export function targetGroupMetric(
  source: TargetGroupSource,
  metricName:
    | 'HTTPCode_Target_5XX_Count'
    | 'TargetConnectionErrorCount'
    | 'RequestCount'
    | 'TargetResponseTime'
    | 'HealthyHostCount'
    | 'UnHealthyHostCount',
  statistic: Statistic,
): Metric {
  const { loadBalancerArnSuffix: LoadBalancer, targetGroupArnSuffix: TargetGroup } = source;
  return {
    namespace: 'AWS/ApplicationELB',
    metricName,
    dimensions: { LoadBalancer, TargetGroup },
    statistic,
  };
}

/**
 * Metrics of a load balancer itself, which know no target group. Source:
 * docs:elasticloadbalancing/load-balancer-cloudwatch-metrics.
 */
export function loadBalancerMetric(
  LoadBalancer: string,
  metricName: 'HTTPCode_ELB_5XX_Count' | 'RequestCount',
  statistic: Statistic,
): Metric {
  return { namespace: 'AWS/ApplicationELB', metricName, dimensions: { LoadBalancer }, statistic };
}

/** What reaches an edge and what of it fails, as sums. */
export interface EdgeCounts extends Readonly<Record<string, Metric>> {
  /** Requests that reach the edge. */
  readonly requests: Metric;
  /** 5xx answers of what is behind it. */
  readonly errors: Metric;
}

/**
 * Answers and 5xx answers of an edge. A target group also has `unreached`: connections to tasks that failed, which the
 * load balancer answers itself, so that they are no answers of the target.
 */
export function edgeCounts(source: EdgeSource): EdgeCounts {
  switch (source.kind) {
    case 'http-api':
      return { requests: httpApiMetric(source, 'Count', 'Sum'), errors: httpApiMetric(source, '5xx', 'Sum') };
    case 'rest-api':
      return {
        requests: restApiMetric(source, 'Count', 'SampleCount'),
        errors: restApiMetric(source, '5XXError', 'Sum'),
      };
    case 'target-group':
      return {
        requests: targetGroupMetric(source, 'RequestCount', 'Sum'),
        errors: targetGroupMetric(source, 'HTTPCode_Target_5XX_Count', 'Sum'),
        unreached: targetGroupMetric(source, 'TargetConnectionErrorCount', 'Sum'),
      };
  }
}

function routeDimensions(route: EdgeRoute | undefined): Readonly<Record<string, string>> {
  return route ? { Method: route.method, Resource: route.resource } : {};
}
