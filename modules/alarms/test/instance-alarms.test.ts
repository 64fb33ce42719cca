import { InstanceAlarms, type InstanceAlarmsProps } from '@mcp-fleet/alarms';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
  type TerraformJson,
} from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const base: InstanceAlarmsProps = {
  environment: 'dev',
  deployment: 'tools',
  instance: 'gitlab',
  edge: { kind: 'http-api', apiId: 'a1b2c3d4e5', stage: '$default' },
  compute: { kind: 'function', functionName: 'dev-tools-gitlab' },
  timeLimitSeconds: 29,
};
const topic = (name: string) => `arn:aws:sns:us-east-1:111122223333:${name}`;

function jsonOf(props: Partial<InstanceAlarmsProps> = {}) {
  const stack = testStack();
  new InstanceAlarms(stack, 'gitlab', { ...base, ...props });
  return synthesised(stack);
}

function alarm(json: TerraformJson, name: string, type = 'aws_cloudwatch_metric_alarm') {
  const found = Object.values(resourcesOf(json, type)).find((it) => it.alarm_name === name);
  if (found === undefined) throw new Error(`no alarm ${name}`);
  return found;
}
const composite = (json: TerraformJson, name: string) => alarm(json, name, 'aws_cloudwatch_composite_alarm');
const allOf = (json: TerraformJson) => [
  ...Object.values(resourcesOf(json, 'aws_cloudwatch_metric_alarm')),
  ...Object.values(resourcesOf(json, 'aws_cloudwatch_composite_alarm')),
];

describe('minimal props', () => {
  const json = synthesised(new MinimalStack(Testing.app(), 'test'));

  test('alarms that tell nobody, with names of their own', () => {
    const alarms = Object.values(resourcesOf(json, 'aws_cloudwatch_metric_alarm'));
    const names = alarms.map((it) => it.alarm_name);
    expect(names).toHaveLength(12);
    expect(new Set(names).size).toBe(12);
    for (const it of alarms) {
      expect(it.alarm_name).toMatch(/^dev-tools-gitlab-[a-z0-9-]+$/);
      expect(it).not.toHaveProperty('alarm_actions');
    }
  });

  test('a percentile is looked at where there are enough requests, which 20 in five minutes are', () => {
    const dimensions = { Environment: 'dev', Deployment: 'tools', Instance: 'gitlab' };
    const query = (id: string, metric_name: string, stat: string) => ({
      id,
      metric: { namespace: 'McpFleet', metric_name, dimensions, period: 300, stat },
    });
    const latency = alarm(json, 'dev-tools-gitlab-latency');
    expect(latency).toMatchObject({
      threshold: 23_200,
      evaluation_periods: 3,
      datapoints_to_alarm: 2,
      treat_missing_data: 'notBreaching',
    });
    expect(latency.metric_query).toEqual([
      { id: 'result', expression: 'IF(requests >= 20, latency, 0)', label: 'result', return_data: true },
      query('requests', 'Requests', 'Sum'),
      query('latency', 'Latency', 'p95'),
    ]);
    expect(JSON.stringify(json)).not.toContain('evaluate_low_sample_count_percentiles');
  });

  test('a rate is one result of several metrics', () => {
    const queries = alarm(json, 'dev-tools-gitlab-errors').metric_query as Record<string, unknown>[];
    expect(queries.filter((it) => it.return_data === true)).toHaveLength(1);
    expect(queries.map((it) => it.id)).toEqual(['result', 'requests', 'transport', 'http5xx']);
    expect(queries[1]).toEqual({
      id: 'requests',
      metric: {
        namespace: 'McpFleet',
        metric_name: 'Requests',
        dimensions: { Environment: 'dev', Deployment: 'tools', Instance: 'gitlab' },
        period: 60,
        stat: 'Sum',
      },
    });
  });

  test('one page, after the alarms that it names', () => {
    const page = onlyResource(json, 'aws_cloudwatch_composite_alarm');
    expect(page).toMatchObject({
      alarm_name: 'dev-tools-gitlab-page',
      alarm_rule:
        'ALARM("dev-tools-gitlab-errors") OR ALARM("dev-tools-gitlab-circuit-open") OR ALARM("dev-tools-gitlab-edge-5xx") OR ALARM("dev-tools-gitlab-unhealthy")',
    });
    expect(page).not.toHaveProperty('actions_suppressor');
    expect(page.depends_on).toHaveLength(12);
  });
});

describe('all props', () => {
  const json = synthesised(new CompleteStack(Testing.app(), 'test'));
  const page = composite(json, 'production-tools-gitlab-page');
  const pages = Object.values(resourcesOf(json, 'aws_cloudwatch_composite_alarm'));

  test('an incident pages once: what is part of the page tells nobody itself', () => {
    const rule = pages.map((it) => it.alarm_rule).join();
    for (const it of Object.values(resourcesOf(json, 'aws_cloudwatch_metric_alarm'))) {
      if (/-(deploying|failover)$/.test(String(it.alarm_name))) continue;
      const paged = rule.includes(`"${String(it.alarm_name)}"`);
      expect([it.alarm_name, it.alarm_actions !== undefined]).toEqual([it.alarm_name, !paged]);
      expect(it.ok_actions).toEqual(it.alarm_actions);
      expect(it.tags).toEqual({ Environment: 'production' });
    }
    expect(page.alarm_actions).toEqual([expect.stringMatching(/^\$\{aws_sns_topic\.\w+\.arn\}$/)]);
    expect(page.ok_actions).toEqual(page.alarm_actions);
  });

  test('a deployment suppresses the page; the page says what to do', () => {
    expect(page.actions_suppressor).toEqual({
      alarm: '${aws_cloudwatch_metric_alarm.tools-deploying_8881C6FE.alarm_name}',
      wait_period: 30,
      extension_period: 120,
    });
    expect(page.alarm_description).toBe(
      'gitlab of tools in production does not serve its callers. https://wiki.example.com/mcp',
    );
  });

  test('thresholds of the policy', () => {
    expect(alarm(json, 'production-tools-gitlab-errors').threshold).toBe(2);
    expect(alarm(json, 'production-tools-gitlab-restarts').threshold).toBe(0);
    expect(alarm(json, 'production-tools-gitlab-edge-5xx').threshold).toBe(5);
    expect(alarm(json, 'production-tools-gitlab-running').treat_missing_data).toBe('breaching');
  });
});

test('an alarm that leaves goes after the page that named it was changed', () => {
  for (const json of [jsonOf(), synthesised(new CompleteStack(Testing.app(), 'test'))]) {
    for (const it of allOf(json)) expect(it.lifecycle).toEqual({ create_before_destroy: true });
  }
});

test('with a function that it shares, an instance is watched by its route and its router alone', () => {
  const json = jsonOf({
    edge: {
      kind: 'rest-api',
      apiName: 'dev',
      stage: 'live',
      route: { method: 'POST', resource: '/gitlab/mcp' },
    },
    compute: undefined,
  });
  expect(Object.values(resourcesOf(json, 'aws_cloudwatch_metric_alarm'))).toHaveLength(9);
  expect(onlyResource(json, 'aws_cloudwatch_composite_alarm').alarm_rule).toBe(
    'ALARM("dev-tools-gitlab-errors") OR ALARM("dev-tools-gitlab-circuit-open") OR ALARM("dev-tools-gitlab-edge-5xx")',
  );
});

test('what an instance costs is what the README says', () => {
  const targetGroup = {
    edge: { kind: 'target-group', loadBalancerArnSuffix: 'app/a/1', targetGroupArnSuffix: 'targetgroup/a/1' },
    compute: { kind: 'service', clusterName: 'c', serviceName: 's' },
  } as const;
  const route = { method: 'POST', resource: '/gitlab/mcp' };
  const counts = (props: Partial<InstanceAlarmsProps>) => {
    const alarms = Object.values(resourcesOf(jsonOf(props), 'aws_cloudwatch_metric_alarm'));
    const metrics = alarms.flatMap(({ metric_query: queries }) =>
      Array.isArray(queries) ? queries.filter((it) => 'metric' in (it as object)) : [queries],
    );
    return [alarms.length, metrics.length];
  };
  expect(counts({})).toEqual([12, 18]);
  expect(counts(targetGroup)).toEqual([12, 19]);
  const insights = { ...targetGroup.compute, containerInsights: true };
  expect(counts({ ...targetGroup, compute: insights })).toEqual([12, 20]);
  expect(
    counts({ compute: undefined, edge: { ...base.edge, route } as InstanceAlarmsProps['edge'] }),
  ).toEqual([9, 14]);
  expect(counts({ compute: undefined, edge: undefined })).toEqual([8, 12]);
});

test('notices go to those that are paged unless others are named', () => {
  const latency = (actions: InstanceAlarmsProps['actions']) =>
    alarm(jsonOf({ actions }), 'dev-tools-gitlab-latency').alarm_actions;
  expect(latency({ pageTopicArns: [topic('page')] })).toEqual([topic('page')]);
  expect(latency({ pageTopicArns: [topic('page')], noticeTopicArns: [topic('notice')] })).toEqual([
    topic('notice'),
  ]);
});

test('long names are shortened and stay different', () => {
  const json = jsonOf({ instance: 'x'.repeat(250) });
  const names = Object.values(resourcesOf(json, 'aws_cloudwatch_metric_alarm')).map((it) => it.alarm_name);
  expect(new Set(names).size).toBe(12);
  for (const name of names) expect(String(name).length).toBeLessThanOrEqual(255);
});

describe('bad props', () => {
  test('all at once', () => {
    const message = thrownMessage(() =>
      jsonOf({
        instance: 'git"lab',
        timeLimitSeconds: 0,
        compute: { kind: 'service', clusterName: 'c', serviceName: 's' },
        policy: { errorPercent: 0, latencyPercent: 100, restarts: 1.5, healthyTasks: 0 },
        actions: { pageTopicArns: ['mcp-alerts'] },
        suppressor: { alarmName: 'deploying', waitSeconds: -1 },
        runbook: 'x'.repeat(1024),
      }),
    );
    expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
      'test/gitlab: instance',
      'test/gitlab: runbook',
      'test/gitlab: timeLimitSeconds',
      'test/gitlab: edge',
      'test/gitlab: policy.errorPercent',
      'test/gitlab: policy.latencyPercent',
      'test/gitlab: policy.restarts',
      'test/gitlab: policy.healthyTasks',
      'test/gitlab: actions.pageTopicArns',
      'test/gitlab: suppressor.waitSeconds',
    ]);
  });

  test('what a user reads', () => {
    expect(thrownMessage(() => jsonOf({ policy: { errorPercent: 100 } })))
      .toBe(`test/gitlab: policy.errorPercent
  got   100
  rule  a threshold in percent is more than 0 and less than 100: the alarm fires above it
  fix   leave it out for 5, or use such a number
  code  invalid-props`);
  });

  test('a route as AWS writes it; a target group tells no instances apart', () => {
    const lines = (props: Partial<InstanceAlarmsProps>) =>
      thrownMessage(() => jsonOf(props))
        .split('\n')
        .filter((line) => line.startsWith('test/'));
    const route = { method: 'post', resource: 'gitlab/mcp' };
    expect(lines({ edge: { kind: 'rest-api', apiName: 'döv', stage: 'live', route } })).toEqual([
      'test/gitlab: edge.apiName',
      'test/gitlab: edge.route.method',
      'test/gitlab: edge.route.resource',
    ]);
    const edge = {
      kind: 'target-group',
      loadBalancerArnSuffix: 'app/a/1',
      targetGroupArnSuffix: 'targetgroup/a/1',
    };
    expect(lines({ edge: edge as InstanceAlarmsProps['edge'] })).toEqual(['test/gitlab: edge']);
    expect(lines({ edge: edge as InstanceAlarmsProps['edge'], compute: undefined })).toEqual([
      'test/gitlab: edge',
    ]);
    expect(lines({ compute: undefined })).toEqual(['test/gitlab: edge']);
  });

  test('six topics, and concurrency of nothing', () => {
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map(topic);
    expect(() => jsonOf({ actions: { pageTopicArns: six } })).toThrow(
      'actions of an alarm for one state is at most 5',
    );
    expect(jsonOf({ actions: { pageTopicArns: six.slice(1) } })).toBeDefined();
    expect(() => jsonOf({ compute: { kind: 'function', functionName: 'f', concurrencyLimit: 0 } })).toThrow(
      'compute.concurrencyLimit',
    );
  });
});

test('addresses are contract, and stay when an instance moves to the other target', () => {
  const onFunction = addresses(jsonOf());
  const onService = addresses(
    jsonOf({
      edge: {
        kind: 'target-group',
        loadBalancerArnSuffix: 'app/a/1',
        targetGroupArnSuffix: 'targetgroup/a/1',
      },
      compute: { kind: 'service', clusterName: 'c', serviceName: 's' },
    }),
  );
  expect(onFunction).toEqual([
    'aws_cloudwatch_composite_alarm.gitlab_93992691',
    'aws_cloudwatch_metric_alarm.gitlab_auth-failures_D39FF9D0',
    'aws_cloudwatch_metric_alarm.gitlab_circuit-open_292E83CD',
    'aws_cloudwatch_metric_alarm.gitlab_edge-5xx_D02E12DE',
    'aws_cloudwatch_metric_alarm.gitlab_errors_7BAC5464',
    'aws_cloudwatch_metric_alarm.gitlab_json-rpc_B057713D',
    'aws_cloudwatch_metric_alarm.gitlab_lambda-throttled_CDE66285',
    'aws_cloudwatch_metric_alarm.gitlab_latency_8E5B0B25',
    'aws_cloudwatch_metric_alarm.gitlab_restarts_E2B2BD1F',
    'aws_cloudwatch_metric_alarm.gitlab_saturation_AA527D0D',
    'aws_cloudwatch_metric_alarm.gitlab_secrets_D56BDA92',
    'aws_cloudwatch_metric_alarm.gitlab_throttles_EFDD0BEA',
    'aws_cloudwatch_metric_alarm.gitlab_unhealthy_C5EFFCC8',
  ]);
  const only = (some: string[], others: string[]) => some.filter((it) => !others.includes(it));
  expect(only(onService, onFunction)).toEqual([expect.stringMatching(/\.gitlab_running_/)]);
  expect(only(onFunction, onService)).toEqual([expect.stringMatching(/\.gitlab_lambda-throttled_/)]);
});
