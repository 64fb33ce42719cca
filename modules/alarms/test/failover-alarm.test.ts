import { FailoverAlarm, type FailoverAlarmProps } from '@mcp-fleet/alarms';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { TerraformOutput } from 'cdktf';

const base: FailoverAlarmProps = {
  environment: 'dev',
  deployment: 'tools',
  instance: 'gitlab',
  targetGroup: {
    kind: 'target-group',
    loadBalancerArnSuffix: 'app/a/1',
    targetGroupArnSuffix: 'targetgroup/a/1',
  },
};

function made(props: Partial<FailoverAlarmProps> = {}) {
  const stack = testStack();
  const alarm = new FailoverAlarm(stack, 'failover', { ...base, ...props });
  new TerraformOutput(stack, 'name', { value: alarm.alarmName });
  return { alarm, json: synthesised(stack) };
}
const resourceOf = (props?: Partial<FailoverAlarmProps>) =>
  onlyResource(made(props).json, 'aws_cloudwatch_metric_alarm');

test('minimal: no healthy task for three minutes, as one metric that Route 53 can copy; nobody is told', () => {
  const resource = resourceOf();
  expect(resource).toMatchObject({
    alarm_name: 'dev-tools-gitlab-failover',
    namespace: 'AWS/ApplicationELB',
    metric_name: 'HealthyHostCount',
    dimensions: { LoadBalancer: 'app/a/1', TargetGroup: 'targetgroup/a/1' },
    statistic: 'Maximum',
    period: 60,
    comparison_operator: 'LessThanThreshold',
    threshold: 1,
    evaluation_periods: 3,
    treat_missing_data: 'breaching',
    lifecycle: { create_before_destroy: true },
  });
  for (const key of ['metric_query', 'datapoints_to_alarm', 'alarm_actions', 'tags'])
    expect(resource).not.toHaveProperty(key);
});

test('its name is a reference; its settings are all that Route 53 copies', () => {
  const { alarm, json } = made();
  expect(json.output?.['name']?.value).toBe('${aws_cloudwatch_metric_alarm.failover_72536A4C.alarm_name}');
  expect(alarm.settings).toEqual({
    namespace: 'AWS/ApplicationELB',
    metricName: 'HealthyHostCount',
    LoadBalancer: 'app/a/1',
    TargetGroup: 'targetgroup/a/1',
    statistic: 'Maximum',
    comparisonOperator: 'LessThanThreshold',
    threshold: '1',
    period: '60',
    evaluationPeriods: '3',
    treatMissingData: 'breaching',
  });
});

test('all props', () => {
  expect(resourceOf({ tags: { Team: 'one' } })).toMatchObject({ tags: { Team: 'one' } });
});

test('bad props, all at once', () => {
  const message = thrownMessage(() => made({ environment: '', instance: 'x'.repeat(256) }));
  expect(message).toContain('test/failover: environment');
  expect(message).toContain('test/failover: instance');
  expect(message).toContain('an alarm name is 1 to 255 characters [API:cloudwatch.AlarmName]');
});

test('addresses are contract', () => {
  expect(addresses(made().json)).toEqual(['aws_cloudwatch_metric_alarm.failover_72536A4C']);
});
