import type { AlarmPolicy } from './alarm-policy';
import type { AlarmRule } from './alarm-rule';
import { functionMetric, serviceMetric, taskCountMetric } from './compute-metrics';
import type { ComputeSource, FunctionSource, ServiceSource } from './compute-metrics';
import { edgeCounts, targetGroupMetric, type EdgeSource, type TargetGroupSource } from './edge-metrics';
import type { Metric } from './metric';
import { routerMetric, type RouterSource } from './router-metrics';

/** Where the metrics of an instance come from. */
export interface InstanceSources {
  readonly router: RouterSource;
  readonly edge: EdgeSource;
  readonly compute: ComputeSource;
  /** Longest time that a request may take. */
  readonly timeLimitSeconds: number;
}

/** What can be wrong with an instance: the end of an alarm's name. */
export const alarmKinds = [
  'errors',
  'edge-errors',
  'json-rpc-errors',
  'latency',
  'throttles',
  'platform-throttles',
  'saturation',
  'unhealthy',
  'running',
  'restarts',
  'circuit-open',
  'auth-failures',
] as const;

/** One of {@link alarmKinds}. */
export type AlarmKind = (typeof alarmKinds)[number];

const ACCOUNT_CONCURRENCY = 1000;

type Timing = Pick<AlarmRule, 'periodSeconds' | 'evaluationPeriods' | 'datapointsToAlarm'>;
const twoOfThree: Timing = { periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };
const fiveOfFive: Timing = { periodSeconds: 60, evaluationPeriods: 5, datapointsToAlarm: 5 };
const tenOfFifteen: Timing = { periodSeconds: 60, evaluationPeriods: 15, datapointsToAlarm: 10 };
const atOnce: Timing = { periodSeconds: 300, evaluationPeriods: 1, datapointsToAlarm: 1 };

/**
 * The alarms of an instance: the same kinds on functions and on services, each by the metrics that its target has.
 * Only a service has tasks that are `running`, only a function has `platform-throttles`; there `unhealthy` is the rate
 * of failed invocations.
 */
export function instanceRules(
  sources: InstanceSources,
  policy: Required<AlarmPolicy>,
): Readonly<Partial<Record<AlarmKind, AlarmRule>>> {
  const { edge, compute } = sources;
  return {
    ...routerRules(sources, policy),
    'edge-errors': rate(
      `More than ${policy.edgeErrorPercent} % of the answers that callers get are 5xx.`,
      edgeCounts(edge),
      policy.edgeErrorPercent,
      policy.minimumRequests,
      true,
    ),
    ...(compute.kind === 'function' ? functionRules(compute, policy) : serviceRules(compute, edge, policy)),
  };
}

function routerRules({ router, timeLimitSeconds }: InstanceSources, policy: Required<AlarmPolicy>) {
  const sum = (metric: Parameters<typeof routerMetric>[1]) => routerMetric(router, metric, 'Sum');
  const { errorPercent, jsonRpcErrorPercent, latencyPercent, minimumRequests } = policy;
  const limitMs = Math.round(timeLimitSeconds * 10 * latencyPercent);
  return {
    errors: rate(
      `More than ${errorPercent} % of requests fail: the server is not reached, or answers with a 5xx.`,
      { requests: sum('requests'), transport: sum('transport'), http5xx: sum('http5xx') },
      errorPercent,
      minimumRequests,
      true,
      '(transport + http5xx)',
    ),
    'json-rpc-errors': rate(
      `More than ${jsonRpcErrorPercent} % of requests end in a JSON-RPC error, which is HTTP 200.`,
      { requests: sum('requests'), errors: sum('jsonRpc') },
      jsonRpcErrorPercent,
      minimumRequests,
      false,
    ),
    latency: {
      description: `The slowest 5 % of requests take more than ${limitMs} ms, ${latencyPercent} % of the time limit.`,
      metrics: { latency: routerMetric(router, 'latency', 'p95') },
      comparison: 'GreaterThanThreshold',
      threshold: limitMs,
      ...fiveOfFive,
      datapointsToAlarm: 3,
      missingData: 'notBreaching',
      page: false,
    },
    throttles: throttles('The router', sum('throttled'), policy),
    restarts: happened(
      `The server's process was started again more than ${policy.restarts} times in 5 minutes.`,
      sum('restarts'),
      policy.restarts,
      false,
    ),
    'circuit-open': happened(
      'The router stopped calling the server, which failed time after time.',
      sum('circuitOpens'),
      0,
      true,
    ),
    'auth-failures': happened(
      `More than ${policy.authFailures} requests in 5 minutes had no valid access.`,
      sum('auth'),
      policy.authFailures,
      false,
    ),
  } satisfies Partial<Record<AlarmKind, AlarmRule>>;
}

function functionRules(source: FunctionSource, policy: Required<AlarmPolicy>) {
  const { concurrencyLimit = ACCOUNT_CONCURRENCY } = source;
  return {
    'platform-throttles': throttles('Lambda', functionMetric(source, 'Throttles', 'Sum'), policy),
    saturation: saturation(
      `More than ${policy.saturationPercent} % of ${concurrencyLimit} concurrent executions are in use.`,
      { executions: functionMetric(source, 'ConcurrentExecutions', 'Maximum') },
      `100 * executions / ${concurrencyLimit}`,
      policy,
    ),
    // Crashes, time-outs and failed starts: a 5xx of the server is an answer, and no error of the function.
    unhealthy: rate(
      `More than ${policy.errorPercent} % of invocations of the function fail.`,
      {
        requests: functionMetric(source, 'Invocations', 'Sum'),
        errors: functionMetric(source, 'Errors', 'Sum'),
      },
      policy.errorPercent,
      policy.minimumRequests,
      true,
    ),
  } satisfies Partial<Record<AlarmKind, AlarmRule>>;
}

function serviceRules(source: ServiceSource, edge: EdgeSource, policy: Required<AlarmPolicy>) {
  return {
    saturation: saturation(
      `The tasks use more than ${policy.saturationPercent} % of their CPU or memory.`,
      {
        cpu: serviceMetric(source, 'CPUUtilization', 'Average'),
        memory: serviceMetric(source, 'MemoryUtilization', 'Average'),
      },
      'IF(cpu > memory, cpu, memory)',
      policy,
    ),
    ...(edge.kind === 'target-group' ? { unhealthy: unhealthyTasks(edge) } : {}),
    ...running(source, edge, policy),
  } satisfies Partial<Record<AlarmKind, AlarmRule>>;
}

function unhealthyTasks(edge: TargetGroupSource): AlarmRule {
  return {
    description: 'Tasks fail the health check of the load balancer.',
    metrics: { unhealthy: targetGroupMetric(edge, 'UnHealthyHostCount', 'Maximum') },
    comparison: 'GreaterThanThreshold',
    threshold: 0,
    ...fiveOfFive,
    // A group without targets reports nothing; that is the affair of `running`.
    missingData: 'notBreaching',
    page: true,
  };
}

/** Container Insights knows how many tasks there should be; without it the load balancer knows how many are healthy. */
function running(
  source: ServiceSource,
  edge: EdgeSource,
  { healthyTasks }: Required<AlarmPolicy>,
): Partial<Record<AlarmKind, AlarmRule>> {
  const common = { ...fiveOfFive, missingData: 'breaching', page: true } as const;
  if (source.containerInsights === true) {
    return {
      running: {
        description: 'Fewer tasks run than should.',
        metrics: {
          desired: taskCountMetric(source, 'DesiredTaskCount', 'Average'),
          running: taskCountMetric(source, 'RunningTaskCount', 'Average'),
        },
        expression: 'desired - running',
        comparison: 'GreaterThanThreshold',
        threshold: 0,
        ...common,
      },
    };
  }
  if (edge.kind !== 'target-group') return {};
  return {
    running: {
      description: `Fewer than ${healthyTasks} tasks are healthy.`,
      metrics: { healthy: targetGroupMetric(edge, 'HealthyHostCount', 'Minimum') },
      comparison: 'LessThanThreshold',
      threshold: healthyTasks,
      ...common,
    },
  };
}

/** A share in percent. No requests are no errors. */
function rate(
  description: string,
  metrics: Readonly<Record<string, Metric>>,
  threshold: number,
  minimumRequests: number,
  page: boolean,
  errors = 'errors',
): AlarmRule {
  return {
    description,
    metrics,
    expression: `IF(requests >= ${minimumRequests}, 100 * ${errors} / requests, 0)`,
    comparison: 'GreaterThanThreshold',
    threshold,
    ...twoOfThree,
    missingData: 'notBreaching',
    page,
  };
}

/** Something that should not happen, or not often. Nothing is written while it does not. */
function happened(description: string, metric: Metric, threshold: number, page: boolean): AlarmRule {
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

function throttles(who: string, metric: Metric, policy: Required<AlarmPolicy>): AlarmRule {
  return {
    description: `${who} turned away more than ${policy.throttles} requests in a minute for being too many.`,
    metrics: { count: metric },
    comparison: 'GreaterThanThreshold',
    threshold: policy.throttles,
    ...twoOfThree,
    // One minute is enough; the others are looked at again because counts may arrive late.
    datapointsToAlarm: 1,
    missingData: 'notBreaching',
    page: false,
  };
}

function saturation(
  description: string,
  metrics: Readonly<Record<string, Metric>>,
  expression: string,
  policy: Required<AlarmPolicy>,
): AlarmRule {
  return {
    description,
    metrics,
    expression,
    comparison: 'GreaterThanThreshold',
    threshold: policy.saturationPercent,
    // Scaling needs its time; what lasts longer is beyond it.
    ...tenOfFifteen,
    missingData: 'notBreaching',
    page: false,
  };
}
