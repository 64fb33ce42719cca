import {
  alarmKinds,
  defaultPolicy,
  instanceRules,
  type AlarmKind,
  type ComputeSource,
  type EdgeSource,
  type InstanceSources,
} from '@mcp-fleet/alarms';

const targetGroup: EdgeSource = {
  kind: 'target-group',
  loadBalancerArnSuffix: 'app/lb/1',
  targetGroupArnSuffix: 'targetgroup/tg/1',
};
const httpApi: EdgeSource = { kind: 'http-api', apiId: 'a1', stage: '$default' };
const fn: ComputeSource = { kind: 'function', functionName: 'dev-tools-gitlab', concurrencyLimit: 20 };
const service: ComputeSource = { kind: 'service', clusterName: 'dev-tools', serviceName: 'dev-tools-gitlab' };

function rules(sources: Partial<InstanceSources>) {
  const all = instanceRules(
    { router: { instance: 'gitlab' }, edge: httpApi, compute: fn, timeLimitSeconds: 30, ...sources },
    defaultPolicy,
  );
  return (kind: AlarmKind) => {
    const rule = all[kind];
    if (rule === undefined) throw new Error(`no rule ${kind} in ${Object.keys(all).join(', ')}`);
    return { ...rule, all };
  };
}
const onFunction = rules({});
const onService = rules({ edge: targetGroup, compute: service });
const kindsOf = (all: object) => Object.keys(all).sort();

test('both targets have the same kinds, but for tasks and what Lambda turns away', () => {
  const without = (kind: AlarmKind) => alarmKinds.filter((it) => it !== kind).sort();
  expect(kindsOf(onService('errors').all)).toEqual(without('lambda-throttled'));
  expect(kindsOf(onFunction('errors').all)).toEqual(without('running'));
});

test('rates, not counts; no requests are no errors', () => {
  expect(onFunction('errors')).toMatchObject({
    expression: 'IF(requests >= 1, 100 * (transport + http5xx) / requests, 0)',
    threshold: 5,
    missingData: 'notBreaching',
    datapointsToAlarm: 2,
    evaluationPeriods: 3,
  });
  expect(onFunction('json-rpc').metrics.errors?.metricName).toBe('ErrorsJsonRpc');
});

test('each metric that an expression names is there, and the other way round', () => {
  for (const rule of [
    ...Object.values(onFunction('errors').all),
    ...Object.values(onService('errors').all),
  ]) {
    const named =
      rule.expression?.match(/\b[a-z][a-z\d]*\b/gi)?.filter((it) => !['IF', 'FILL'].includes(it)) ??
      Object.keys(rule.metrics);
    expect([...new Set(named)].sort()).toEqual(Object.keys(rule.metrics).sort());
  }
});

/** An alarm with a period below one hour looks back over a day at most. Source: API:cloudwatch.PutMetricAlarm, Period. */
const DAY_SECONDS = 86_400;

test('every rule keeps to what CloudWatch evaluates', () => {
  for (const rule of [
    ...Object.values(onFunction('errors').all),
    ...Object.values(onService('errors').all),
  ]) {
    expect(rule.periodSeconds * rule.evaluationPeriods).toBeLessThanOrEqual(DAY_SECONDS);
    expect(rule.datapointsToAlarm).toBeLessThanOrEqual(rule.evaluationPeriods);
  }
});

test('only what is there all the time is missed', () => {
  for (const target of [onFunction, onService]) {
    for (const [kind, rule] of Object.entries(target('errors').all)) {
      expect([kind, rule.missingData]).toEqual([kind, kind === 'running' ? 'breaching' : 'notBreaching']);
    }
  }
});

test('a page is for what callers feel', () => {
  const paging = (all: Readonly<Record<string, { page: boolean }>>) =>
    Object.keys(all).filter((kind) => all[kind]?.page);
  expect(paging(onFunction('errors').all).sort()).toEqual([
    'circuit-open',
    'edge-5xx',
    'errors',
    'unhealthy',
  ]);
  expect(paging(onService('errors').all).sort()).toEqual([
    'circuit-open',
    'edge-5xx',
    'errors',
    'running',
    'unhealthy',
  ]);
});

test('latency is the 95th percentile against 80 % of the time limit, in milliseconds', () => {
  expect(onService('latency')).toMatchObject({
    threshold: 24_000,
    metrics: { latency: { metricName: 'Latency', statistic: 'p95' } },
  });
});

test('throttles of the router, and those of Lambda apart: either happens without the other', () => {
  expect(onFunction('throttles')).toEqual({ ...onService('throttles'), all: expect.anything() });
  expect(onFunction('throttles')).toMatchObject({
    metrics: { count: { namespace: 'McpFleet', metricName: 'ErrorsThrottled' } },
    threshold: 0,
    datapointsToAlarm: 1,
  });
  expect(onFunction('lambda-throttled').metrics.count).toMatchObject({
    namespace: 'AWS/Lambda',
    metricName: 'Throttles',
    dimensions: { FunctionName: 'dev-tools-gitlab' },
  });
});

test('saturation is concurrency of a function, CPU and memory of a service', () => {
  expect(onFunction('saturation').expression).toBe('100 * executions / 20');
  expect(rules({ compute: { kind: 'function', functionName: 'f' } })('saturation').expression).toBe(
    '100 * executions / 1000',
  );
  expect(onService('saturation').metrics).toMatchObject({
    cpu: { namespace: 'AWS/ECS', metricName: 'CPUUtilization' },
    memory: { namespace: 'AWS/ECS', metricName: 'MemoryUtilization' },
  });
});

test('running tasks by Container Insights, or by the load balancer', () => {
  expect(onService('running')).toMatchObject({
    comparison: 'LessThanThreshold',
    threshold: 1,
    metrics: { healthy: { metricName: 'HealthyHostCount', statistic: 'Minimum' } },
  });
  const counted = rules({ edge: targetGroup, compute: { ...service, containerInsights: true } })('running');
  expect(counted.expression).toBe('desired - running');
  expect(counted.metrics.desired).toEqual({
    namespace: 'ECS/ContainerInsights',
    metricName: 'DesiredTaskCount',
    dimensions: { ClusterName: 'dev-tools', ServiceName: 'dev-tools-gitlab' },
    statistic: 'Average',
  });
});

test.each<[EdgeSource, string, string, string, Record<string, string>]>([
  [httpApi, 'AWS/ApiGateway', 'Count', '5xx', { ApiId: 'a1', Stage: '$default' }],
  [
    { kind: 'rest-api', apiName: 'dev', stage: 'live', route: { method: 'POST', resource: '/gitlab/mcp' } },
    'AWS/ApiGateway',
    'Count',
    '5XXError',
    { ApiName: 'dev', Stage: 'live', Method: 'POST', Resource: '/gitlab/mcp' },
  ],
  [
    targetGroup,
    'AWS/ApplicationELB',
    'RequestCount',
    'HTTPCode_Target_5XX_Count',
    { LoadBalancer: 'app/lb/1', TargetGroup: 'targetgroup/tg/1' },
  ],
])('edge errors of %j', (edge, namespace, requests, errors, dimensions) => {
  const common = { namespace, dimensions, statistic: 'Sum' };
  expect(rules({ edge })('edge-5xx').metrics).toEqual({
    requests: {
      ...common,
      metricName: requests,
      ...(edge.kind === 'rest-api' && { statistic: 'SampleCount' }),
    },
    errors: { ...common, metricName: errors },
    ...(edge.kind === 'target-group' && {
      unreached: { ...common, metricName: 'TargetConnectionErrorCount' },
    }),
  });
});

test('connections to tasks that fail are errors of the edge', () => {
  expect(onService('edge-5xx').expression).toBe(
    'IF(requests >= 1, 100 * (FILL(errors, 0) + FILL(unreached, 0)) / requests, 0)',
  );
  expect(onFunction('edge-5xx').expression).toBe('IF(requests >= 1, 100 * FILL(errors, 0) / requests, 0)');
});
