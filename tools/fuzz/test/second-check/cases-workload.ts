import { containers } from './base-workload';
import { breaks, many } from './case';

const long = (length: number) => 'x'.repeat(length);
const task = 'aws_ecs_task_definition.one';
const [first] = containers;
const withContainer = (change: Record<string, unknown>) => ({
  container_definitions: JSON.stringify([{ ...first, ...change }]),
});
const withSecond = (change: Record<string, unknown>, ofFirst: Record<string, unknown> = {}) => ({
  container_definitions: JSON.stringify([
    { ...first, ...ofFirst },
    { ...first, name: 'inner', memory: 10, cpu: 1, portMappings: [], dependsOn: [], ...change },
  ]),
});
const optionsOf = (change: Record<string, unknown>) => ({
  logConfiguration: {
    ...first?.logConfiguration,
    options: { ...first?.logConfiguration.options, ...change },
  },
});
const condition = (...values: string[]) => [{ path_pattern: { values } }];
const service = 'aws_ecs_service.one';
const rule = 'aws_lb_listener_rule.one';

export const workloadCases = [
  breaks('load-balancer-name', 'aws_lb.one', { name: long(33) }, 'the name'),
  breaks('load-balancer-name', 'aws_lb.one', { name: 'internal-tools' }, 'the name'),
  breaks('load-balancer-name', 'aws_lb_target_group.one', { name: 'dev-' }, 'the name'),
  breaks('load-balancer-numbers', 'aws_lb.one', { idle_timeout: 4001 }, 'idle_timeout'),
  breaks('load-balancer-numbers', 'aws_lb.one', { subnets: ['a'] }, 'two zones'),
  breaks(
    'load-balancer-counts',
    'aws_lb.one',
    {},
    '101 rules',
    many('aws_lb_listener_rule', 99, (i) => ({
      listener_arn: '${aws_lb_listener.one.arn}',
      action: [{ type: 'forward', target_group_arn: '${aws_lb_target_group.one.arn}' }],
      condition: condition(`/${i}`),
    })),
  ),
  breaks('load-balancer-counts', 'aws_lb.one', {}, '101 target groups', {
    ...many('aws_lb_target_group', 100, (i) => ({ name: `t${i}`, target_type: 'ip' })),
    ...many('aws_lb_listener_rule', 100, (i) => ({
      listener_arn: '${aws_lb_listener.one.arn}',
      action: [{ type: 'forward', target_group_arn: `\${aws_lb_target_group.more${i}.arn}` }],
      condition: condition(`/${i}`),
    })),
  }),
  breaks(
    'target-group-numbers',
    'aws_lb_target_group.one',
    { deregistration_delay: '3601' },
    'deregistration_delay',
  ),
  breaks(
    'target-group-numbers',
    'aws_lb_target_group.one',
    { health_check: { interval: 5, timeout: 5 } },
    'longer than its interval',
  ),
  breaks(
    'target-group-numbers',
    'aws_lb_target_group.one',
    { health_check: { matcher: 'ok' } },
    'the matcher',
  ),
  breaks('target-group-numbers', 'aws_lb_target_group.one', { target_type: 'instance' }, 'by their address'),
  breaks(
    'listener-rule-values',
    rule,
    { condition: condition('/1', '/2', '/3', '/4', '/5', '/6') },
    'the number of values is 6',
  ),
  breaks('listener-rule-values', rule, { condition: condition(`/${long(128)}`) }, 'a value'),
  breaks('listener-rule-values', rule, { condition: condition('/******') }, '6 wildcards'),
  breaks('listener-rule-values', rule, { condition: condition('one') }, 'a path'),
  breaks('listener-rule-values', rule, { condition: [] }, 'the number of conditions is 0'),
  breaks(
    'listener-rule-values',
    rule,
    { condition: [{ http_header: { http_header_name: long(41), values: ['a'] } }] },
    'a header name',
  ),
  breaks(
    'listener-rule-actions',
    rule,
    { action: [{ type: 'jwt-validation', jwt_validation: {} }] },
    'not one action ends it',
  ),
  breaks(
    'listener-rule-actions',
    rule,
    {
      action: [{ type: 'fixed-response', fixed_response: { status_code: '404', message_body: long(1025) } }],
    },
    '1,024',
  ),
  breaks(
    'listener-rule-actions',
    rule,
    {
      action: [
        {
          type: 'jwt-validation',
          order: 1,
          jwt_validation: {
            issuer: long(257),
            jwks_endpoint: 'http://a/',
            additional_claim: [{ values: [] }],
          },
        },
        { type: 'forward', order: 2 },
      ],
    },
    'the number of values of a claim',
  ),
  breaks('listener-rule-unique', 'aws_lb_listener_rule.two', { priority: 1 }, 'the priority 1'),
  breaks('listener-rule-unique', 'aws_lb_listener_rule.two', { priority: 50_001 }, 'a priority is 50001'),
  breaks(
    'listener-rule-unique',
    'aws_lb_listener_rule.two',
    { condition: condition('/one/mcp', '/one/health') },
    'the condition',
  ),
  breaks('listener-protocol', 'aws_lb_listener.one', { protocol: 'HTTP' }, 'go together'),
  breaks(
    'listener-protocol',
    'aws_lb_listener.one',
    { ssl_policy: 'ELBSecurityPolicy-2016-08' },
    'older than 1.2',
  ),

  breaks('task-family', task, { family: long(256) }, 'the family'),
  breaks('task-fargate', task, { network_mode: 'bridge' }, 'awsvpc'),
  breaks('task-fargate', task, { ephemeral_storage: { size_in_gib: 20 } }, 'ephemeral storage'),
  breaks('task-fargate', task, { execution_role_arn: undefined }, 'no execution role'),
  breaks('task-size', task, { cpu: '256', memory: '4096' }, 'no 256 CPU units with 4096'),
  breaks('task-size', task, { cpu: '300' }, 'no 300'),
  breaks('task-containers', task, { container_definitions: '{' }, 'no list'),
  breaks(
    'task-containers',
    task,
    {
      container_definitions: JSON.stringify(
        Array.from({ length: 11 }, (_, i) => ({ ...first, name: `c${i}` })),
      ),
    },
    'containers is 11',
  ),
  breaks(
    'task-containers',
    task,
    withContainer({ environment: [{ name: 'A', value: long(65_536) }] }),
    'bytes',
  ),
  breaks('task-containers', task, withContainer({ essential: false }), 'essential'),
  breaks('task-containers', task, withSecond({ name: 'front' }), 'named front'),
  breaks('task-memory-of-containers', task, withContainer({ memory: 513 }), '513 MiB'),
  breaks('task-memory-of-containers', task, withContainer({ cpu: 257 }), '257 CPU units'),
  breaks('task-ports', task, withSecond({ portMappings: [{ containerPort: 8080 }] }), 'the port 8080/tcp'),
  breaks(
    'task-ports',
    task,
    withContainer({ portMappings: [{ containerPort: 8080, hostPort: 80 }] }),
    'a host port',
  ),
  breaks(
    'task-ports',
    task,
    withContainer({ portMappings: [{ containerPort: 8080, name: 'HTTP' }] }),
    'the name of a port',
  ),
  breaks(
    'task-depends-on',
    task,
    withContainer({ dependsOn: [{ containerName: 'none', condition: 'START' }] }),
    'is not there',
  ),
  breaks(
    'task-depends-on',
    task,
    withSecond({ healthCheck: undefined }, { dependsOn: [{ containerName: 'inner', condition: 'HEALTHY' }] }),
    'nobody checks',
  ),
  breaks(
    'task-depends-on',
    task,
    withSecond({ essential: true }, { dependsOn: [{ containerName: 'inner', condition: 'SUCCESS' }] }),
    'essential',
  ),
  breaks(
    'task-depends-on',
    task,
    withSecond(
      { dependsOn: [{ containerName: 'front', condition: 'START' }] },
      { dependsOn: [{ containerName: 'inner', condition: 'START' }] },
    ),
    'waits for itself',
  ),
  breaks('container-names', task, withContainer({ name: 'a.b' }), 'the name'),
  breaks('container-names', task, withContainer({ image: undefined }), 'no image'),
  breaks(
    'container-health-check',
    task,
    withContainer({ healthCheck: { command: ['CMD', 'a'], startPeriod: 301 } }),
    'startPeriod',
  ),
  breaks('container-health-check', task, withContainer({ healthCheck: { command: ['a'] } }), 'neither CMD'),
  breaks('container-times', task, withContainer({ stopTimeout: 121 }), 'stopTimeout'),
  breaks('container-times', task, withContainer({ stopTimeout: 25 }), 'cuts calls after 20 s'),
  breaks(
    'container-times',
    task,
    withContainer({ environment: [{ name: 'MCP_ROUTER_DRAIN_SECONDS', value: '115' }] }),
    'is killed after 120 s',
  ),
  breaks(
    'container-times',
    task,
    withContainer({ environment: [{ name: 'MCP_ROUTER_ACCEPT_SECONDS', value: '20' }] }),
    'until it cuts them',
  ),
  breaks(
    'container-times',
    task,
    withContainer({ restartPolicy: { restartAttemptPeriod: 59 } }),
    'restartAttemptPeriod',
  ),
  breaks(
    'container-variables',
    task,
    withContainer({ environment: [{ name: 'S', value: 'b' }] }),
    'S is there twice',
  ),
  breaks(
    'container-variables',
    task,
    withContainer({ secrets: [{ name: 'S', valueFrom: 'mcp/dev/one' }] }),
    'a secret',
  ),
  breaks('container-variables', task, withContainer({ environment: [{ name: 'A', value: 1 }] }), 'no text'),
  breaks('container-fargate', task, withContainer({ privileged: false }), 'no privileged'),
  breaks('container-fargate', task, withContainer({ user: 'root' }), 'as root'),
  breaks(
    'container-fargate',
    task,
    withContainer({ ulimits: [{ name: 'core', softLimit: 1, hardLimit: 1 }] }),
    'core',
  ),
  breaks(
    'container-mounts',
    task,
    withContainer({ mountPoints: [{ sourceVolume: 'none', containerPath: '/tmp' }] }),
    'no volume none',
  ),
  breaks('container-log', task, withContainer(optionsOf({ 'awslogs-group': '/other' })), 'does not exist'),
  breaks(
    'container-log',
    task,
    withContainer(optionsOf({ 'awslogs-region': 'eu-west-1' })),
    'another Region',
  ),
  breaks('container-log', task, withContainer(optionsOf({ 'awslogs-create-group': 'true' })), 'itself'),

  breaks('service-names', service, { name: 'a b' }, 'the name'),
  breaks('service-capacity', service, { launch_type: 'FARGATE' }, 'a launch type'),
  breaks('service-capacity', service, { capacity_provider_strategy: [] }, 'means EC2'),
  breaks(
    'service-capacity',
    service,
    { capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1001 }] },
    'a weight',
  ),
  breaks(
    'service-capacity',
    service,
    {
      capacity_provider_strategy: ['FARGATE', 'FARGATE_SPOT'].map((capacity_provider) => ({
        capacity_provider,
        weight: 1,
        base: 1,
      })),
    },
    'two providers have a base',
  ),
  breaks('service-numbers', service, { desired_count: 5001 }, 'desired_count'),
  breaks('service-numbers', service, { deployment_maximum_percent: 100 }, 'no task could ever be replaced'),
  breaks(
    'service-target-groups',
    service,
    { load_balancer: Array.from({ length: 6 }, () => ({})) },
    '6 target groups',
  ),
  breaks(
    'service-target-groups',
    service,
    { load_balancer: [{ container_name: 'front', container_port: 81 }] },
    'no port 81',
  ),
  breaks(
    'service-target-groups',
    'aws_lb_target_group.lonely',
    { name: 'lonely', target_type: 'ip' },
    'hangs on no load balancer',
    {
      aws_ecs_service: {
        two: {
          name: 'two',
          task_definition: '${aws_ecs_task_definition.one.arn}',
          load_balancer: [
            {
              container_name: 'front',
              container_port: 8080,
              target_group_arn: '${aws_lb_target_group.lonely.arn}',
            },
          ],
        },
      },
    },
  ),
  breaks('service-exec', service, { enable_execute_command: true }, 'a shell'),
  breaks(
    'service-network',
    service,
    { network_configuration: { subnets: ['a'], security_groups: ['b'], assign_public_ip: true } },
    'public',
  ),
  breaks(
    'service-network',
    service,
    { network_configuration: { subnets: [], security_groups: ['b'] } },
    'subnets is 0',
  ),
  breaks('service-alarms', service, { alarms: { alarm_names: ['none'] } }, 'no alarm none'),
  breaks('scaling-bounds', 'aws_appautoscaling_target.one', { min_capacity: 11 }, '11 is above 10'),
  breaks(
    'scaling-bounds',
    'aws_appautoscaling_scheduled_action.one',
    { scalable_target_action: { min_capacity: 3, max_capacity: 2 } },
    '3 is above 2',
  ),
  breaks(
    'scaling-policy',
    'aws_appautoscaling_policy.one',
    {
      target_tracking_scaling_policy_configuration: {
        target_value: 1,
        predefined_metric_specification: { predefined_metric_type: 'ALBRequestCountPerTarget' },
      },
    },
    'a label',
  ),
  breaks('scaling-policy', 'aws_appautoscaling_policy.one', { resource_id: 'service/a/b' }, 'scales nothing'),
  breaks(
    'scaling-schedule',
    'aws_appautoscaling_scheduled_action.one',
    { schedule: 'cron(0 20 * * *)' },
    'the schedule',
  ),
  breaks('scaling-schedule', 'aws_appautoscaling_scheduled_action.one', { name: 'a/b' }, 'the name'),
];
