import { LoadBalancerAlarms, type LoadBalancerAlarmsProps } from '@mcp-fleet/alarms';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';

const base: LoadBalancerAlarmsProps = {
  environment: 'dev',
  deployment: 'tools',
  loadBalancerArnSuffix: 'app/dev-tools/1',
};

function jsonOf(props: Partial<LoadBalancerAlarmsProps> = {}) {
  const stack = testStack();
  new LoadBalancerAlarms(stack, 'front', { ...base, ...props });
  return synthesised(stack);
}

test('minimal props: what the load balancer answers itself, of all that reaches it', () => {
  const json = jsonOf();
  const alarm = onlyResource(json, 'aws_cloudwatch_metric_alarm');
  expect(alarm).toMatchObject({
    alarm_name: 'dev-tools-5xx-load-balancer',
    comparison_operator: 'GreaterThanThreshold',
    threshold: 5,
    evaluation_periods: 3,
    datapoints_to_alarm: 2,
    treat_missing_data: 'notBreaching',
  });
  const sum = (id: string, metric_name: string) => ({
    id,
    metric: {
      namespace: 'AWS/ApplicationELB',
      metric_name,
      dimensions: { LoadBalancer: 'app/dev-tools/1' },
      period: 60,
      stat: 'Sum',
    },
  });
  const all = '(FILL(requests, 0) + FILL(errors, 0))';
  expect(alarm.metric_query).toEqual([
    {
      id: 'result',
      expression: `IF(${all} >= 1, 100 * FILL(errors, 0) / ${all}, 0)`,
      label: 'result',
      return_data: true,
    },
    sum('requests', 'RequestCount'),
    sum('errors', 'HTTPCode_ELB_5XX_Count'),
  ]);
  const page = onlyResource(json, 'aws_cloudwatch_composite_alarm');
  expect(page).toMatchObject({
    alarm_name: 'dev-tools-page-load-balancer',
    alarm_rule: 'ALARM("dev-tools-5xx-load-balancer")',
    alarm_description: 'The load balancer of tools in dev answers with errors of its own.',
  });
  expect(page).not.toHaveProperty('alarm_actions');
});

test('all props: the page tells, unless something is being deployed', () => {
  const json = synthesised(new CompleteStack(Testing.app(), 'test'));
  const named = (type: string, name: string) =>
    Object.values(resourcesOf(json, type)).find((it) => it.alarm_name === name);
  const alarm = named('aws_cloudwatch_metric_alarm', 'production-tools-5xx-load-balancer');
  expect(alarm?.threshold).toBe(2);
  expect(JSON.stringify(alarm?.metric_query)).toContain('>= 5,');
  const page = named('aws_cloudwatch_composite_alarm', 'production-tools-page-load-balancer');
  expect(page?.alarm_actions).toHaveLength(1);
  expect(page?.actions_suppressor).toMatchObject({
    alarm: '${aws_cloudwatch_metric_alarm.tools-deploying_8881C6FE.alarm_name}',
  });
  expect(page?.alarm_description).toBe(
    'The load balancer of tools in production answers with errors of its own. https://wiki.example.com/mcp',
  );
});

test('bad props, all at once', () => {
  const message = thrownMessage(() =>
    jsonOf({
      deployment: 'to"ols',
      policy: { edgeErrorPercent: 0 },
      actions: { pageTopicArns: ['mcp-alerts'] },
      suppressor: { alarmName: 'deploying', waitSeconds: -1 },
    }),
  );
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/front: deployment',
    'test/front: policy.edgeErrorPercent',
    'test/front: actions.pageTopicArns',
    'test/front: suppressor.waitSeconds',
  ]);
});

test('addresses are contract', () => {
  expect(addresses(jsonOf())).toEqual([
    'aws_cloudwatch_composite_alarm.front_5E0C0EC1',
    'aws_cloudwatch_metric_alarm.front_5xx_99AED3D5',
  ]);
});
