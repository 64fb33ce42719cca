const ACCOUNT = '111122223333';
const json = (value: unknown) => JSON.stringify(value);
const policy = (...Statement: object[]) => json({ Version: '2012-10-17', Statement });
const trust = (Service: string) =>
  policy({
    Effect: 'Allow',
    Principal: { Service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  });
export const rootStatement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
};

export const networkRights = {
  Effect: 'Allow',
  Action: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: '*',
};

export const containers = [
  {
    name: 'front',
    image: 'router',
    essential: true,
    memory: 128,
    cpu: 10,
    user: '1000:1000',
    readonlyRootFilesystem: true,
    mountPoints: [{ sourceVolume: 'tmp', containerPath: '/tmp' }],
    portMappings: [{ name: 'http', containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
    environment: [{ name: 'A', value: 'b' }],
    secrets: [{ name: 'S', valueFrom: '${aws_secretsmanager_secret.one.arn}' }],
    healthCheck: { command: ['CMD', 'check'], interval: 30, timeout: 5, retries: 3, startPeriod: 60 },
    stopTimeout: 120,
    restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
    ulimits: [{ name: 'nofile', softLimit: 10, hardLimit: 20 }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': '${aws_cloudwatch_log_group.task.name}',
        'awslogs-region': 'us-east-1',
        'awslogs-stream-prefix': 'front',
      },
    },
    dependsOn: [],
  },
];

export const lifecycle = (...rules: object[]) => json({ rules });
export const tagged = {
  rulePriority: 1,
  description: 'keep the newest ten of what was released',
  selection: {
    tagStatus: 'tagged',
    tagPatternList: ['v*'],
    countType: 'imageCountMoreThan',
    countNumber: 10,
  },
  action: { type: 'expire' },
};

const group = '${aws_lb_target_group.one.arn}';
const balancer = {
  aws_lb: {
    one: {
      name: 'dev-tools',
      internal: true,
      load_balancer_type: 'application',
      idle_timeout: 300,
      subnets: ['a', 'b'],
      security_groups: ['${aws_security_group.lb.id}'],
    },
  },
  aws_lb_target_group: {
    one: {
      name: 'dev-tools-one',
      port: 8080,
      target_type: 'ip',
      deregistration_delay: '60',
      health_check: {
        path: '/health',
        matcher: '200',
        interval: 30,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
      },
    },
  },
  aws_lb_listener: {
    one: {
      load_balancer_arn: '${aws_lb.one.arn}',
      port: 443,
      protocol: 'HTTPS',
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
      certificate_arn: '${aws_acm_certificate_validation.one.certificate_arn}',
      default_action: [
        { type: 'fixed-response', fixed_response: { status_code: '404', message_body: 'nothing here' } },
      ],
    },
  },
  aws_lb_listener_rule: {
    one: {
      listener_arn: '${aws_lb_listener.one.arn}',
      priority: 1,
      action: [{ type: 'forward', target_group_arn: group }],
      condition: [{ path_pattern: { values: ['/one/mcp', '/one/health'] } }],
    },
    two: {
      listener_arn: '${aws_lb_listener.one.arn}',
      priority: 2,
      action: [{ type: 'forward', target_group_arn: group }],
      condition: [{ path_pattern: { values: ['/two/mcp'] } }],
    },
  },
};

const scaled = 'service/dev-tools/dev-tools-one';
const tasks = {
  aws_ecs_cluster: { one: { name: 'dev-tools' } },
  aws_ecs_task_definition: {
    one: {
      family: 'dev-tools-one',
      cpu: '256',
      memory: '512',
      network_mode: 'awsvpc',
      requires_compatibilities: ['FARGATE'],
      execution_role_arn: '${aws_iam_role.one.arn}',
      runtime_platform: { cpu_architecture: 'ARM64' },
      volume: [{ name: 'tmp' }],
      container_definitions: json(containers),
    },
  },
  aws_ecs_service: {
    one: {
      name: 'dev-tools-one',
      cluster: '${aws_ecs_cluster.one.name}',
      task_definition: '${aws_ecs_task_definition.one.arn}',
      desired_count: 1,
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      availability_zone_rebalancing: 'ENABLED',
      enable_execute_command: false,
      capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1, base: 1 }],
      load_balancer: [{ container_name: 'front', container_port: 8080, target_group_arn: group }],
      network_configuration: { subnets: ['a'], security_groups: ['sg'], assign_public_ip: false },
      alarms: { alarm_names: ['${aws_cloudwatch_metric_alarm.one.alarm_name}'] },
    },
  },
  aws_appautoscaling_target: {
    one: {
      resource_id: scaled,
      scalable_dimension: 'ecs:service:DesiredCount',
      min_capacity: 1,
      max_capacity: 10,
    },
  },
  aws_appautoscaling_policy: {
    one: {
      name: 'requests',
      resource_id: scaled,
      target_tracking_scaling_policy_configuration: {
        target_value: 600,
        predefined_metric_specification: {
          predefined_metric_type: 'ALBRequestCountPerTarget',
          resource_label: 'app/one/1/targetgroup/one/1',
        },
      },
    },
  },
  aws_appautoscaling_scheduled_action: {
    one: {
      name: 'night',
      resource_id: scaled,
      schedule: 'cron(0 20 ? * MON-FRI *)',
      scalable_target_action: { min_capacity: 1, max_capacity: 2 },
    },
  },
};

const metric = (id: string) => ({
  id,
  metric: { metric_name: 'Requests', namespace: 'McpFleet', period: 60, stat: 'Sum' },
});
const watching = {
  aws_cloudwatch_metric_alarm: {
    one: {
      alarm_name: 'dev-tools-one-errors',
      alarm_description: 'errors',
      comparison_operator: 'GreaterThanThreshold',
      threshold: 1,
      evaluation_periods: 3,
      datapoints_to_alarm: 2,
      treat_missing_data: 'notBreaching',
      metric_query: [
        { id: 'rate', expression: 'IF(a > 0, b / a, 0)', return_data: true },
        metric('a'),
        metric('b'),
      ],
    },
    two: {
      alarm_name: 'dev-tools-one-load',
      comparison_operator: 'GreaterThanThreshold',
      threshold: 1,
      evaluation_periods: 3,
      metric_name: 'CPUUtilization',
      namespace: 'AWS/ECS',
      period: 60,
      statistic: 'Average',
      dimensions: { ClusterName: 'dev-tools' },
    },
  },
  aws_cloudwatch_composite_alarm: {
    one: {
      alarm_name: 'dev-tools-one-page',
      alarm_rule:
        'ALARM("dev-tools-one-errors") OR (ALARM("dev-tools-one-load") AND NOT OK("dev-tools-one-errors"))',
      actions_suppressor: { alarm: 'dev-tools-one-load', wait_period: 1, extension_period: 1 },
    },
  },
  aws_cloudwatch_dashboard: {
    one: {
      dashboard_name: 'dev',
      dashboard_body: json({
        widgets: [
          {
            type: 'metric',
            x: 0,
            y: 0,
            width: 24,
            height: 6,
            properties: { region: 'us-east-1', metrics: [] },
          },
        ],
      }),
    },
  },
  aws_cloudwatch_log_group: {
    task: { name: '/ecs/dev/tools/one', retention_in_days: 30 },
    fn: { name: '/aws/lambda/dev-tools', retention_in_days: 30 },
  },
  aws_cloudwatch_log_metric_filter: { one: { name: 'errors', pattern: '{ $.a = * }' } },
};

const security = {
  aws_iam_role: {
    one: {
      name: 'dev-tools-one',
      assume_role_policy: trust('ecs-tasks.amazonaws.com'),
      max_session_duration: 3600,
    },
    fn: { name: 'dev-tools', assume_role_policy: trust('lambda.amazonaws.com') },
  },
  aws_iam_role_policy: {
    one: {
      name: 'run',
      role: '${aws_iam_role.one.id}',
      policy: policy({
        Sid: 'One',
        Effect: 'Allow',
        Action: ['secretsmanager:GetSecretValue'],
        Resource: ['${aws_secretsmanager_secret.one.arn}'],
      }),
    },
    fn: { name: 'network', role: '${aws_iam_role.fn.id}', policy: policy(networkRights) },
  },
  aws_ecr_repository: { one: { name: 'mcp-servers/dev/one', image_tag_mutability: 'IMMUTABLE' } },
  aws_ecr_lifecycle_policy: { one: { policy: lifecycle(tagged) } },
  aws_secretsmanager_secret: { one: { name: 'mcp/dev/one', recovery_window_in_days: 7, description: 'one' } },
  aws_secretsmanager_secret_rotation: {
    one: { rotation_rules: { automatically_after_days: 30, duration: '2h' } },
  },
  aws_sns_topic: { one: { name: 'dev-alerts', kms_master_key_id: '${aws_kms_key.one.arn}' } },
  aws_sns_topic_policy: {
    one: {
      policy: policy({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: '${aws_sns_topic.one.arn}',
      }),
    },
  },
  aws_sns_topic_subscription: { one: { protocol: 'email', endpoint: 'desk@example.com' } },
  aws_kms_key: { one: { description: 'one', enable_key_rotation: true, policy: policy(rootStatement) } },
  aws_kms_alias: { one: { name: 'alias/dev-alerts' } },
  aws_cloudwatch_event_rule: { one: { name: 'dev-refresh', event_pattern: '{}' } },
  aws_cloudwatch_event_target: { one: { rule: '${aws_cloudwatch_event_rule.one.name}', target_id: 'one' } },
  aws_s3_bucket: { one: { bucket: 'dev-tools-alb-logs' } },
  aws_s3_bucket_public_access_block: {
    one: {
      bucket: '${aws_s3_bucket.one.id}',
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    },
  },
};

const alias = {
  zone_id: '${aws_lb.one.zone_id}',
  name: '${aws_lb.one.dns_name}',
  evaluate_target_health: false,
};
const dns = {
  aws_route53_zone: { one: { name: 'example.com', comment: 'one' } },
  aws_route53_record: {
    first: {
      zone_id: '${aws_route53_zone.one.zone_id}',
      name: 'mcp.example.com',
      type: 'A',
      alias,
      set_identifier: 'dev',
      failover_routing_policy: { type: 'PRIMARY' },
      health_check_id: '${aws_route53_health_check.one.id}',
    },
    plain: {
      zone_id: '${aws_route53_zone.one.zone_id}',
      name: '_a.example.com',
      type: 'CNAME',
      ttl: 60,
      records: ['b'],
    },
  },
  aws_route53_health_check: {
    one: {
      type: 'HTTPS',
      fqdn: 'dev.mcp.example.com',
      resource_path: '/one/health',
      request_interval: 30,
      failure_threshold: 3,
    },
  },
  aws_acm_certificate: { one: { domain_name: 'mcp.example.com', validation_method: 'DNS' } },
  aws_acm_certificate_validation: { one: { certificate_arn: '${aws_acm_certificate.one.arn}' } },
  docker_container: {
    one: { name: 'local-one', memory: 256, ports: [{ external: 8080, internal: 8080, ip: '127.0.0.1' }] },
    two: { name: 'local-two', ports: [{ external: 8081, internal: 8080, ip: '127.0.0.1' }] },
  },
};

/** Load balancers, tasks, what watches them, what guards them, and names. */
export const workload = { ...balancer, ...tasks, ...watching, ...security, ...dns };
