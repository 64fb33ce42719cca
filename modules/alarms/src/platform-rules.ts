import { withZeros } from '@mcp-fleet/core';
import type { AlarmPolicy } from './alarm-policy';
import type { AlarmRule } from './alarm-rule';
import { functionMetric, serviceMetric, taskCountMetric } from './compute-metrics';
import type { ComputeSource, FunctionSource, ServiceSource } from './compute-metrics';
import { edgeCounts, targetGroupMetric, type EdgeSource, type TargetGroupSource } from './edge-metrics';
import { fiveOfFive, rate, saturated, throttled } from './rule-shapes';

/** What AWS says of an edge, or of a function or service: of one instance, or of all that share it. */
export type PlatformKind = 'edge-5xx' | 'lambda-throttled' | 'saturation' | 'unhealthy' | 'running';

type Rules = Readonly<Partial<Record<PlatformKind, AlarmRule>>>;

const ACCOUNT_CONCURRENCY = 1000;

/** Only a service has tasks that are `running`, only Lambda turns calls away before a router sees them. */
export function platformRules(
  edge: EdgeSource | undefined,
  compute: ComputeSource | undefined,
  policy: Required<AlarmPolicy>,
): Rules {
  return {
    ...(edge ? { 'edge-5xx': edgeErrors(edge, policy) } : {}),
    ...(compute?.kind === 'function' ? functionRules(compute, policy) : {}),
    ...(compute?.kind === 'service' ? serviceRules(compute, edge, policy) : {}),
  };
}

function edgeErrors(
  edge: EdgeSource,
  { edgeErrorPercent, minimumRequests }: Required<AlarmPolicy>,
): AlarmRule {
  const { requests, ...failures } = edgeCounts(edge);
  return rate({
    description: `More than ${edgeErrorPercent} % of the answers that callers get are 5xx.`,
    metrics: { requests, ...failures },
    errors: withZeros(...Object.keys(failures)),
    threshold: edgeErrorPercent,
    minimumRequests,
    page: true,
  });
}

function functionRules(source: FunctionSource, policy: Required<AlarmPolicy>): Rules {
  const { concurrencyLimit = ACCOUNT_CONCURRENCY } = source;
  return {
    'lambda-throttled': throttled('Lambda', functionMetric(source, 'Throttles', 'Sum'), policy.throttles),
    saturation: saturated(
      `More than ${policy.saturationPercent} % of ${concurrencyLimit} concurrent executions are in use.`,
      { executions: functionMetric(source, 'ConcurrentExecutions', 'Maximum') },
      `100 * executions / ${concurrencyLimit}`,
      policy.saturationPercent,
    ),
    // Crashes, time-outs and failed starts: a 5xx of the server is an answer, and no error of the function.
    unhealthy: rate({
      description: `More than ${policy.errorPercent} % of invocations of the function fail.`,
      metrics: {
        requests: functionMetric(source, 'Invocations', 'Sum'),
        errors: functionMetric(source, 'Errors', 'Sum'),
      },
      threshold: policy.errorPercent,
      minimumRequests: policy.minimumRequests,
      page: true,
    }),
  };
}

function serviceRules(
  source: ServiceSource,
  edge: EdgeSource | undefined,
  policy: Required<AlarmPolicy>,
): Rules {
  const group = edge?.kind === 'target-group' ? edge : undefined;
  return {
    saturation: saturated(
      `The tasks use more than ${policy.saturationPercent} % of their CPU or memory.`,
      {
        cpu: serviceMetric(source, 'CPUUtilization', 'Average'),
        memory: serviceMetric(source, 'MemoryUtilization', 'Average'),
      },
      'IF(cpu > memory, cpu, memory)',
      policy.saturationPercent,
    ),
    ...(group ? { unhealthy: unhealthyTasks(group) } : {}),
    ...running(source, group, policy),
  };
}

function unhealthyTasks(group: TargetGroupSource): AlarmRule {
  return {
    description: 'Tasks fail the health check of the load balancer.',
    metrics: { unhealthy: targetGroupMetric(group, 'UnHealthyHostCount', 'Maximum') },
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
  group: TargetGroupSource | undefined,
  { healthyTasks }: Required<AlarmPolicy>,
): Rules {
  // ECS says nothing of a service without tasks (docs:ecs/available-metrics): silence is the worst case.
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
  if (group === undefined) return {};
  return {
    running: {
      description: `Fewer than ${healthyTasks} tasks are healthy.`,
      metrics: { healthy: targetGroupMetric(group, 'HealthyHostCount', 'Minimum') },
      comparison: 'LessThanThreshold',
      threshold: healthyTasks,
      ...common,
    },
  };
}
