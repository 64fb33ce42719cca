import {
  alarmKinds,
  DeployingAlarm,
  InstanceAlarms,
  SharedAlarms,
  type SharedAlarmsProps,
} from '@mcp-fleet/alarms';
import { deployingMetric } from '@mcp-fleet/core';
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

const base: SharedAlarmsProps = {
  environment: 'dev',
  deployment: 'tools',
  compute: { kind: 'function', functionName: 'dev-tools' },
};
const service: Partial<SharedAlarmsProps> = {
  edge: { kind: 'target-group', loadBalancerArnSuffix: 'app/a/1', targetGroupArnSuffix: 'targetgroup/a/1' },
  compute: { kind: 'service', clusterName: 'c', serviceName: 's' },
};

function jsonOf(props: Partial<SharedAlarmsProps> = {}) {
  const stack = testStack();
  new SharedAlarms(stack, 'shared', { ...base, ...props });
  return synthesised(stack);
}
const namesIn = (json: TerraformJson, type = 'aws_cloudwatch_metric_alarm') =>
  Object.values(resourcesOf(json, type)).map((it) => it.alarm_name);
const composite = (json: TerraformJson, name: string) =>
  Object.values(resourcesOf(json, 'aws_cloudwatch_composite_alarm')).find((it) => it.alarm_name === name);

describe('minimal props', () => {
  test('what a function or a service of several instances does, once', () => {
    expect(namesIn(jsonOf())).toEqual([
      'dev-tools-lambda-throttled-shared',
      'dev-tools-saturation-shared',
      'dev-tools-unhealthy-shared',
    ]);
    expect(namesIn(jsonOf(service))).toEqual([
      'dev-tools-edge-5xx-shared',
      'dev-tools-running-shared',
      'dev-tools-saturation-shared',
      'dev-tools-unhealthy-shared',
    ]);
  });

  test('its page is the suppressor of the instances where nothing else is', () => {
    const stack = testStack();
    const { quiet } = new SharedAlarms(stack, 'shared', base);
    new InstanceAlarms(stack, 'gitlab', {
      environment: 'dev',
      deployment: 'tools',
      instance: 'gitlab',
      timeLimitSeconds: 29,
      suppressor: quiet,
    });
    const json = synthesised(stack);
    const page = addresses(json).find((it) => it.startsWith('aws_cloudwatch_composite_alarm.shared_'));
    expect(composite(json, 'dev-tools-gitlab-page')?.actions_suppressor).toEqual({
      alarm: `\${${page}.alarm_name}`,
      wait_period: 120,
      extension_period: 300,
    });
  });
});

test('all props: one alarm more puts page and suppressor together', () => {
  const json = synthesised(new CompleteStack(Testing.app(), 'test'));
  const quiet = composite(json, 'production-oncall-quiet-shared');
  expect(quiet?.alarm_rule).toBe(
    'ALARM("${aws_cloudwatch_metric_alarm.oncall-deploying_F9FC5423.alarm_name}") OR ALARM("${aws_cloudwatch_composite_alarm.oncall_CB6832B6.alarm_name}")',
  );
  expect(quiet).not.toHaveProperty('alarm_actions');
  for (const instance of ['pagerduty', 'servicenow']) {
    expect(composite(json, `production-oncall-${instance}-page`)?.actions_suppressor).toEqual({
      alarm: '${aws_cloudwatch_composite_alarm.oncall_Quiet_CC73A868.alarm_name}',
      wait_period: 120,
      extension_period: 300,
    });
  }
  const page = composite(json, 'production-oncall-page-shared');
  expect(page?.alarm_rule).toBe('ALARM("production-oncall-unhealthy-shared")');
  expect(page?.alarm_actions).toHaveLength(1);
  expect(page?.alarm_description).toBe(
    'No instance of oncall in production serves its callers as it should. https://wiki.example.com/mcp',
  );
});

test('no two alarms have one name, whatever instances are called', () => {
  const stack = testStack();
  new DeployingAlarm(stack, 'deploying', { environment: 'dev', deployment: 'tools' });
  const { quiet } = new SharedAlarms(stack, 'shared', base);
  for (const instance of ['gitlab', 'gitlab-edge', 'edge', 'shared', 'json', ...alarmKinds]) {
    const props = {
      environment: 'dev',
      deployment: 'tools',
      instance,
      timeLimitSeconds: 29,
      suppressor: quiet,
    };
    const route = { method: 'POST', resource: `/${instance}/mcp` };
    const edge = { kind: 'http-api', apiId: 'a1', stage: '$default', route } as const;
    new InstanceAlarms(stack, `of-${instance}`, { ...props, edge });
  }
  const json = synthesised(stack);
  const names = [...namesIn(json), ...namesIn(json, 'aws_cloudwatch_composite_alarm')];
  expect(new Set(names).size).toBe(names.length);
  const ends = [...alarmKinds, 'page', 'quiet'];
  for (const kind of ends) for (const other of ends) expect(kind.endsWith(`-${other}`)).toBe(false);
});

test('what it costs is what the README says', () => {
  const metrics = (json: TerraformJson) =>
    Object.values(resourcesOf(json, 'aws_cloudwatch_metric_alarm')).flatMap(({ metric_query: queries }) =>
      Array.isArray(queries) ? queries.filter((it) => 'metric' in (it as object)) : [queries],
    );
  expect(metrics(jsonOf())).toHaveLength(4);
  expect(metrics(jsonOf(service))).toHaveLength(7);
});

describe('DeployingAlarm', () => {
  const deploying = (props: object = {}) => {
    const stack = testStack();
    new DeployingAlarm(stack, 'deploying', { environment: 'dev', deployment: 'tools', ...props });
    return synthesised(stack);
  };

  test('fires while the metric is put, and frees itself when it no longer is', () => {
    expect(onlyResource(deploying({ tags: { Team: 'x' } }), 'aws_cloudwatch_metric_alarm')).toEqual({
      alarm_name: 'dev-tools-deploying',
      alarm_description: 'tools in dev is being deployed: its instances page nobody.',
      namespace: 'McpFleet',
      metric_name: 'Deploying',
      dimensions: { Environment: 'dev', Deployment: 'tools' },
      statistic: 'Maximum',
      period: deployingMetric.everySeconds,
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
      evaluation_periods: 2,
      datapoints_to_alarm: 1,
      treat_missing_data: 'notBreaching',
      tags: { Team: 'x' },
      lifecycle: { create_before_destroy: true },
    });
  });

  test('bad props, and addresses', () => {
    expect(thrownMessage(() => deploying({ environment: '', deployment: 'a"b' }))).toMatch(
      /test\/deploying: environment[^]*test\/deploying: deployment/,
    );
    expect(addresses(deploying())).toEqual(['aws_cloudwatch_metric_alarm.deploying_10162E59']);
  });
});

test('bad props, all at once', () => {
  const message = thrownMessage(() =>
    jsonOf({
      deployment: 'to"ols',
      compute: { kind: 'service', clusterName: 'c', serviceName: 's' },
      policy: { errorPercent: 0 },
      actions: { pageTopicArns: ['mcp-alerts'] },
      suppressor: { alarmName: 'deploying', extensionSeconds: -1 },
    }),
  );
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/shared: deployment',
    'test/shared: edge',
    'test/shared: policy.errorPercent',
    'test/shared: actions.pageTopicArns',
    'test/shared: suppressor.extensionSeconds',
  ]);
});

test('addresses are contract', () => {
  expect(addresses(jsonOf({ suppressor: { alarmName: 'x' } }))).toEqual([
    'aws_cloudwatch_composite_alarm.shared_6AC20809',
    'aws_cloudwatch_composite_alarm.shared_Quiet_59653FA4',
    'aws_cloudwatch_metric_alarm.shared_lambda-throttled_447A4985',
    'aws_cloudwatch_metric_alarm.shared_saturation_F2243F7D',
    'aws_cloudwatch_metric_alarm.shared_unhealthy_589C1ECD',
  ]);
});
