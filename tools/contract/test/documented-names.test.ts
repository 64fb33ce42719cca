import {
  DeployingAlarm,
  FailoverAlarm,
  FleetDashboard,
  InstanceAlarms,
  LoadBalancerAlarms,
  SharedAlarms,
} from '@mcp-fleet/alarms';
import type { ComputeSource, EdgeSource } from '@mcp-fleet/alarms';
import { deployingMetric } from '@mcp-fleet/core';
import { onlyResource, resourcesOf, synthesised, testStack } from '@mcp-fleet/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Metrics as AWS documents them: namespace, the dimensions of one series, names, and the page that says so. */
const documented: readonly [string, readonly string[], readonly string[], string][] = [
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
  [
    'AWS/ApiGateway',
    ['ApiId', 'Stage'],
    ['Count', '5xx', '4xx', 'Latency', 'IntegrationLatency'],
    'http-api-metrics',
  ],
  ['AWS/ApiGateway', ['ApiId', 'Method', 'Resource', 'Stage'], ['Count', '5xx'], 'http-api-metrics'],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
  [
    'AWS/ApiGateway',
    ['ApiName', 'Stage'],
    ['Count', '5XXError', 'Latency'],
    'api-gateway-metrics-and-dimensions',
  ],
  [
    'AWS/ApiGateway',
    ['ApiName', 'Method', 'Resource', 'Stage'],
    ['Count', '5XXError'],
    'api-gateway-metrics-and-dimensions',
  ],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
  [
    'AWS/ApplicationELB',
    ['LoadBalancer', 'TargetGroup'],
    [
      'RequestCount',
      'HTTPCode_Target_5XX_Count',
      'TargetConnectionErrorCount',
      'HealthyHostCount',
      'UnHealthyHostCount',
      'TargetResponseTime',
    ],
    'load-balancer-cloudwatch-metrics',
  ],
  [
    'AWS/ApplicationELB',
    ['LoadBalancer'],
    ['RequestCount', 'HTTPCode_ELB_5XX_Count', 'RejectedConnectionCount'],
    'load-balancer-cloudwatch-metrics',
  ],
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  [
    'AWS/Lambda',
    ['FunctionName'],
    ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'],
    'monitoring-metrics-types',
  ],
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
  ['AWS/ECS', ['ClusterName', 'ServiceName'], ['CPUUtilization', 'MemoryUtilization'], 'available-metrics'],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
  [
    'ECS/ContainerInsights',
    ['ClusterName', 'ServiceName'],
    ['RunningTaskCount', 'DesiredTaskCount'],
    'Container-Insights-metrics-ECS',
  ],
];

/** Those that the router writes: see metrics.go, which adds the labels to the one dimension. */
const router = JSON.parse(
  readFileSync(join(__dirname, '../../../apps/router/internal/metrics/names.json'), 'utf8'),
) as { namespace: string; dimension: string; metrics: Record<string, { name: string }> };
const written: typeof documented = [
  [
    router.namespace,
    ['Deployment', 'Environment', router.dimension],
    Object.values(router.metrics).map(({ name }) => name),
    'names.json',
  ],
  // Put by apps/cli/src/deploy, from the same constant.
  [deployingMetric.namespace, ['Deployment', 'Environment'], [deployingMetric.metricName], 'deploying.ts'],
];

const known = [...documented, ...written].flatMap(([namespace, dimensions, names]) =>
  names.map((name) => keyOf(namespace, name, dimensions)),
);

function keyOf(namespace: string, name: string, dimensions: readonly string[]): string {
  return `${namespace} ${name} {${[...dimensions].sort().join(',')}}`;
}

interface MetricJson {
  readonly namespace?: string;
  readonly metric_name?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

const route = { method: 'POST', resource: '/gitlab/mcp' };
const edges: Readonly<Record<string, EdgeSource>> = {
  'an HTTP API': { kind: 'http-api', apiId: 'a1', stage: '$default' },
  'a route of an HTTP API': { kind: 'http-api', apiId: 'a1', stage: '$default', route },
  'a REST API': { kind: 'rest-api', apiName: 'dev-tools', stage: 'live' },
  'a method of a REST API': { kind: 'rest-api', apiName: 'dev-tools', stage: 'live', route },
  'a target group': {
    kind: 'target-group',
    loadBalancerArnSuffix: 'app/a/1',
    targetGroupArnSuffix: 'targetgroup/a/1',
  },
};
const task: ComputeSource = { kind: 'service', clusterName: 'c', serviceName: 's' };

test.each(
  Object.entries(edges).flatMap(([what, edge]): [string, EdgeSource, ComputeSource][] =>
    edge.kind === 'target-group'
      ? [
          [what, edge, task],
          [`${what}, with Container Insights`, edge, { ...task, containerInsights: true }],
        ]
      : [[what, edge, { kind: 'function', functionName: 'f' }]],
  ),
)('every metric of every alarm exists: %s', (_, edge, compute) => {
  const stack = testStack();
  const deployment = { environment: 'dev', deployment: 'tools' };
  new DeployingAlarm(stack, 'deploying', deployment);
  new InstanceAlarms(stack, 'instance', {
    ...deployment,
    instance: 'gitlab',
    edge,
    compute,
    timeLimitSeconds: 29,
  });
  new SharedAlarms(stack, 'shared', { ...deployment, edge, compute });
  new LoadBalancerAlarms(stack, 'load-balancer', { ...deployment, loadBalancerArnSuffix: 'app/a/1' });
  if (edge.kind === 'target-group')
    new FailoverAlarm(stack, 'failover', { ...deployment, instance: 'gitlab', targetGroup: edge });
  const alarms = Object.values(resourcesOf(synthesised(stack), 'aws_cloudwatch_metric_alarm'));
  const metrics = alarms.flatMap((alarm): MetricJson[] =>
    alarm.metric_query === undefined
      ? [alarm]
      : (alarm.metric_query as { metric?: MetricJson }[]).flatMap((query) => query.metric ?? []),
  );
  expect(metrics.length).toBeGreaterThan(15);
  for (const { namespace = '', metric_name: name = '', dimensions = {} } of metrics) {
    expect(known).toContain(keyOf(namespace, name, Object.keys(dimensions)));
    for (const value of Object.values(dimensions)) expect(value).not.toBe('');
  }
});

test('every search of the dashboard is for a metric that exists', () => {
  const stack = testStack();
  const names = { environment: 'dev', names: ['dev-tools'], region: 'us-east-1', httpApiIds: ['a1'] };
  new FleetDashboard(stack, 'dashboard', names);
  const body = String(onlyResource(synthesised(stack), 'aws_cloudwatch_dashboard').dashboard_body);
  const searches = [...body.matchAll(/SEARCH\('\{([^}]+)\} MetricName=\\"(\w+)\\"/g)];
  expect(searches.length).toBeGreaterThan(25);
  for (const [, schema = '', name = ''] of searches) {
    const [namespace = '', ...dimensions] = schema.split(',');
    expect(known).toContain(keyOf(namespace, name, dimensions));
  }
  for (const name of ['HTTPCode_ELB_5XX_Count', 'TargetConnectionErrorCount', 'RejectedConnectionCount'])
    expect(searches.map(([, , it]) => it)).toContain(name);
});
