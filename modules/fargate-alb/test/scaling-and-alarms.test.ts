import { onlyResource, resourcesOf } from '@mcp-fleet/testing';
import { addressesAt, makeServer, referenceTo, resourceAt } from './fixtures';

const policyAt = (json: ReturnType<typeof makeServer>, name: string) =>
  resourceAt(json, 'aws_appautoscaling_policy', name).target_tracking_scaling_policy_configuration;

describe('scaling', () => {
  const json = makeServer();
  const suffix = referenceTo(json, 'aws_lb_target_group', 'arn_suffix');

  test('1 to 10 tasks of this service', () => {
    expect(onlyResource(json, 'aws_appautoscaling_target')).toEqual(
      expect.objectContaining({
        service_namespace: 'ecs',
        scalable_dimension: 'ecs:service:DesiredCount',
        resource_id: `service/dev-tools/${referenceTo(json, 'aws_ecs_service', 'name')}`,
        min_capacity: 1,
        max_capacity: 10,
        lifecycle: { create_before_destroy: true },
      }),
    );
  });

  test('by requests, CPU and memory; out after one minute, in after five', () => {
    const times = { scale_out_cooldown: 60, scale_in_cooldown: 300 };
    expect(policyAt(json, 'Requests')).toEqual({
      ...times,
      target_value: 600,
      predefined_metric_specification: {
        predefined_metric_type: 'ALBRequestCountPerTarget',
        resource_label: `app/dev-tools/1/${suffix}`,
      },
    });
    expect(policyAt(json, 'Cpu')).toEqual({
      ...times,
      target_value: 70,
      predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageCPUUtilization' },
    });
    expect(policyAt(json, 'Memory')).toEqual({
      ...times,
      target_value: 80,
      predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageMemoryUtilization' },
    });
  });

  test('each figure can be said', () => {
    const made = makeServer({
      scaling: { min: 2, max: 4, requestsPerTarget: 300, cpuPercent: 60, memoryPercent: 75 },
    });
    expect(onlyResource(made, 'aws_appautoscaling_target')).toMatchObject({
      min_capacity: 2,
      max_capacity: 4,
    });
    for (const [name, value] of Object.entries({ Requests: 300, Cpu: 60, Memory: 75 })) {
      expect(policyAt(made, name)).toMatchObject({ target_value: value });
    }
  });

  test('a schedule owns the bounds, so that Terraform does not put them back', () => {
    const made = makeServer({
      scaling: {
        schedules: {
          day: { schedule: 'cron(0 6 * * ? *)', min: 2, max: 6 },
          night: { schedule: 'cron(0 20 * * ? *)', timezone: 'Europe/Berlin', min: 1, max: 2 },
        },
      },
    });
    expect(onlyResource(made, 'aws_appautoscaling_target').lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ['min_capacity', 'max_capacity'],
    });
    expect(resourceAt(made, 'aws_appautoscaling_scheduled_action', 'day')).toMatchObject({
      name: `${referenceTo(made, 'aws_ecs_service', 'name')}-day`,
      resource_id: referenceTo(made, 'aws_appautoscaling_target', 'resource_id'),
      schedule: 'cron(0 6 * * ? *)',
      timezone: 'UTC',
      scalable_target_action: { min_capacity: '2', max_capacity: '6' },
    });
    expect(resourceAt(made, 'aws_appautoscaling_scheduled_action', 'night')).toMatchObject({
      timezone: 'Europe/Berlin',
      scalable_target_action: { min_capacity: '1', max_capacity: '2' },
    });
  });
});

describe('alarms that roll a deployment back', () => {
  const json = makeServer();
  const alarms = resourcesOf(json, 'aws_cloudwatch_metric_alarm');
  const dimensions = {
    LoadBalancer: 'app/dev-tools/1',
    TargetGroup: referenceTo(json, 'aws_lb_target_group', 'arn_suffix'),
  };

  test('the service looks at both', () => {
    expect(onlyResource(json, 'aws_ecs_service').alarms).toEqual({
      enable: true,
      rollback: true,
      alarm_names: [
        referenceTo(json, 'aws_cloudwatch_metric_alarm', 'alarm_name', 'Errors'),
        referenceTo(json, 'aws_cloudwatch_metric_alarm', 'alarm_name', 'UnhealthyHosts'),
      ],
    });
  });

  test('and they never at the service: that would be a circle', () => {
    expect(Object.keys(alarms)).toHaveLength(2);
    expect(JSON.stringify(alarms)).not.toContain('aws_ecs_service');
    expect(addressesAt(json, 'aws_ecs_service')).toHaveLength(1);
  });

  test('5xx answers of the targets and failed connections, as a share of enough requests', () => {
    const alarm = resourceAt(json, 'aws_cloudwatch_metric_alarm', 'Errors');
    expect(alarm).toMatchObject({
      alarm_name: 'dev-tools-gitlab_deployment-errors',
      comparison_operator: 'GreaterThanThreshold',
      threshold: 10,
      evaluation_periods: 3,
      datapoints_to_alarm: 2,
      treat_missing_data: 'notBreaching',
    });
    const sum = (id: string, metric_name: string) => ({
      id,
      metric: { namespace: 'AWS/ApplicationELB', metric_name, period: 60, stat: 'Sum', dimensions },
    });
    expect(alarm.metric_query).toEqual([
      {
        id: 'rate',
        expression: 'IF(requests >= 10, 100 * (FILL(errors, 0) + FILL(unreached, 0)) / requests, 0)',
        label: 'Errors in %',
        return_data: true,
      },
      sum('errors', 'HTTPCode_Target_5XX_Count'),
      sum('unreached', 'TargetConnectionErrorCount'),
      sum('requests', 'RequestCount'),
    ]);
  });

  test('hosts that stay unhealthy', () => {
    expect(resourceAt(json, 'aws_cloudwatch_metric_alarm', 'UnhealthyHosts')).toMatchObject({
      alarm_name: 'dev-tools-gitlab_deployment-unhealthy-hosts',
      namespace: 'AWS/ApplicationELB',
      metric_name: 'UnHealthyHostCount',
      statistic: 'Maximum',
      period: 60,
      threshold: 0,
      evaluation_periods: 5,
      datapoints_to_alarm: 5,
      treat_missing_data: 'notBreaching',
      dimensions,
    });
  });
});
