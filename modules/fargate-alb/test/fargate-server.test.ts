import { FargateServer } from '@mcp-fleet/fargate-alb';
import { addresses, onlyResource, resourcesOf, synthesised, testStack } from '@mcp-fleet/testing';
import {
  addressesAt,
  container,
  listener,
  makeServer,
  referenceTo,
  repositoryArn,
  resourceAt,
  secretArn,
  serverProps,
  several,
  statementsOf,
} from './fixtures';

const allow = (actions: string[], resources: string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
});
const service = (json = makeServer()) => onlyResource(json, 'aws_ecs_service');
const executionOf = (json = makeServer()) =>
  statementsOf(resourceAt(json, 'aws_iam_role_policy', 'ExecutionPolicy').policy);

describe('service', () => {
  const json = makeServer();

  test('runs by capacity providers, rolls back, and waits until it is steady', () => {
    expect(service(json)).toMatchObject({
      name: 'dev-tools-gitlab',
      task_definition: referenceTo(json, 'aws_ecs_task_definition', 'arn'),
      desired_count: 1,
      capacity_provider_strategy: [{ capacity_provider: 'FARGATE', weight: 1 }],
      force_new_deployment: true,
      platform_version: 'LATEST',
      availability_zone_rebalancing: 'ENABLED',
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      deployment_circuit_breaker: { enable: true, rollback: true },
      health_check_grace_period_seconds: 120,
      enable_execute_command: false,
      enable_ecs_managed_tags: true,
      propagate_tags: 'SERVICE',
      wait_for_steady_state: true,
      network_configuration: {
        subnets: ['subnet-a', 'subnet-b'],
        security_groups: [referenceTo(json, 'aws_security_group', 'id')],
        assign_public_ip: false,
      },
      load_balancer: [
        {
          target_group_arn: referenceTo(json, 'aws_lb_target_group', 'arn'),
          container_name: 'gitlab',
          container_port: 8080,
        },
      ],
      lifecycle: { create_before_destroy: true, ignore_changes: ['desired_count'] },
    });
    expect(service(json)).not.toHaveProperty('launch_type');
  });

  test('names its cluster, which a cluster of ours has with its capacity providers only', () => {
    expect(service(json).cluster).toBe('dev-tools');
  });

  test.each([
    ['spot', [{ capacity_provider: 'FARGATE_SPOT', weight: 1 }]],
    [
      'mixed',
      [
        { base: 1, capacity_provider: 'FARGATE', weight: 1 },
        { capacity_provider: 'FARGATE_SPOT', weight: 3 },
      ],
    ],
  ] as const)('%s capacity', (capacity, strategy) => {
    const made = service(makeServer({ capacity }));
    expect(made.capacity_provider_strategy).toEqual(strategy);
    expect(made).not.toHaveProperty('launch_type');
  });

  test('comes after what it cannot start without', () => {
    expect(service(json).depends_on).toEqual([
      ...addressesAt(json, 'aws_lb_listener_rule', 'Attachment'),
      ...addressesAt(json, 'aws_vpc_security_group_ingress_rule', 'FromLoadBalancer'),
      ...addressesAt(json, 'aws_vpc_security_group_egress_rule', 'OfLoadBalancer'),
      ...addressesAt(json, 'aws_vpc_security_group_egress_rule', 'Https'),
    ]);
    expect(service(json).depends_on).toHaveLength(4);
  });

  test('several servers hang on one target group, by the front', () => {
    const made = makeServer(several);
    expect(service(made).load_balancer).toEqual([
      {
        target_group_arn: referenceTo(made, 'aws_lb_target_group', 'arn'),
        container_name: 'router',
        container_port: 8080,
      },
    ]);
  });

  test('how it is operated can be said', () => {
    const made = makeServer({
      operation: {
        exec: true,
        healthCheckGraceSeconds: 60,
        deregistrationDelaySeconds: 300,
        logRetentionDays: 90,
        deploymentAlarms: false,
      },
      scaling: { min: 3 },
    });
    expect(service(made)).toMatchObject({
      desired_count: 3,
      enable_execute_command: true,
      health_check_grace_period_seconds: 60,
    });
    expect(service(made)).not.toHaveProperty('alarms');
    expect(resourcesOf(made, 'aws_cloudwatch_metric_alarm')).toEqual({});
    expect(onlyResource(made, 'aws_lb_target_group').deregistration_delay).toBe('300');
    expect(onlyResource(made, 'aws_cloudwatch_log_group').retention_in_days).toBe(90);
  });
});

describe('target group', () => {
  const json = makeServer();

  test('of addresses, checked at /health', () => {
    expect(onlyResource(json, 'aws_lb_target_group')).toMatchObject({
      name: 'dev-tools-gitlab',
      target_type: 'ip',
      port: 8080,
      protocol: 'HTTP',
      deregistration_delay: '60',
      health_check: {
        path: '/health',
        matcher: '200',
        interval: 30,
        timeout: 5,
        healthy_threshold: 2,
        unhealthy_threshold: 3,
      },
    });
  });

  test('hangs on the listener by a rule that no request matches', () => {
    expect(onlyResource(json, 'aws_lb_listener_rule')).toMatchObject({
      listener_arn: listener.listenerArn,
      condition: [{ host_header: { values: ['dev-tools-gitlab.invalid'] } }],
      action: [{ type: 'forward', target_group_arn: referenceTo(json, 'aws_lb_target_group', 'arn') }],
    });
    expect(onlyResource(json, 'aws_lb_listener_rule')).not.toHaveProperty('priority');
  });
});

describe('network', () => {
  const json = makeServer();
  const tasks = referenceTo(json, 'aws_security_group', 'id');

  test('a group of its own, whose name no load balancer has', () => {
    expect(onlyResource(json, 'aws_security_group')).toMatchObject({
      name: 'dev-tools-gitlab-tasks',
      vpc_id: 'vpc-0123456789abcdef0',
    });
    for (const list of ['ingress', 'egress']) {
      expect(onlyResource(json, 'aws_security_group')).not.toHaveProperty(list);
    }
  });

  test('in from the load balancer to the router, out by HTTPS, and nothing else', () => {
    expect(onlyResource(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
      security_group_id: tasks,
      referenced_security_group_id: listener.securityGroupId,
      ip_protocol: 'tcp',
      from_port: 8080,
      to_port: 8080,
    });
    expect(Object.keys(resourcesOf(json, 'aws_vpc_security_group_egress_rule'))).toHaveLength(2);
    expect(resourceAt(json, 'aws_vpc_security_group_egress_rule', 'Https')).toMatchObject({
      security_group_id: tasks,
      cidr_ipv4: '0.0.0.0/0',
      from_port: 443,
      to_port: 443,
    });
    expect(resourceAt(json, 'aws_vpc_security_group_egress_rule', 'OfLoadBalancer')).toMatchObject({
      security_group_id: listener.securityGroupId,
      referenced_security_group_id: tasks,
      from_port: 8080,
      to_port: 8080,
    });
  });

  test('tasks with addresses of IPv6 call out by them too, before the first of them starts', () => {
    const six = makeServer({ network: { ...serverProps.network, ipv6: true } });
    const rule = resourceAt(six, 'aws_vpc_security_group_egress_rule', 'HttpsIpv6');
    expect(rule).toMatchObject({ cidr_ipv6: '::/0', ip_protocol: 'tcp', from_port: 443, to_port: 443 });
    expect(rule).not.toHaveProperty('cidr_ipv4');
    expect(JSON.stringify(service(six).depends_on)).toContain('_HttpsIpv6_');
    expect(addresses(six)).toEqual(expect.arrayContaining(addresses(makeServer())));
  });
});

describe('rights', () => {
  test('only tasks of this account and Region take the roles', () => {
    const json = makeServer();
    for (const role of Object.values(resourcesOf(json, 'aws_iam_role'))) {
      expect(statementsOf(role.assume_role_policy)).toEqual([
        {
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111122223333' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:ecs:us-east-1:111122223333:*' },
          },
        },
      ]);
    }
    expect(Object.values(resourcesOf(json, 'aws_iam_role')).map(({ name }) => name)).toEqual([
      'dev-tools-gitlab_execution',
      'dev-tools-gitlab_task',
    ]);
  });

  test('the minimum: own logs, own image; the task itself may do nothing', () => {
    const json = makeServer();
    expect(executionOf(json)).toEqual([
      allow(
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        [`${referenceTo(json, 'aws_cloudwatch_log_group', 'arn')}:*`],
      ),
      allow(['ecr:GetAuthorizationToken'], ['*']),
      allow(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], [repositoryArn('gitlab')]),
    ]);
    expect(addressesAt(json, 'aws_iam_role_policy')).toHaveLength(1);
  });

  test('several servers: each repository, each secret, each log group by its whole ARN', () => {
    const json = makeServer(several);
    expect(executionOf(json)).toEqual([
      allow(
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
        ['router', 'pagerduty', 'gitlab'].map(
          (name) => `${referenceTo(json, 'aws_cloudwatch_log_group', 'arn', `LogGroups_${name}_`)}:*`,
        ),
      ),
      allow(['ecr:GetAuthorizationToken'], ['*']),
      allow(
        ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        [repositoryArn('router'), repositoryArn('pagerduty'), repositoryArn('gitlab')],
      ),
      allow(['secretsmanager:GetSecretValue'], [secretArn('pagerduty'), secretArn('gitlab')]),
    ]);
  });

  test('keys of secrets are used through Secrets Manager of this Region alone, each named once', () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000';
    const via = (keyArn: string) => {
      const secrets = { MCP_SECRET_GITLAB: secretArn('gitlab') };
      const secretKeyArns = [keyArn];
      const containers = {
        router: container('router', { secrets, secretKeyArns }),
        gitlab: container('gitlab', { secrets, secretKeyArns }),
      };
      return executionOf(makeServer({ ...several, containers })).at(-1);
    };
    expect(via(key)).toEqual({
      ...allow(['kms:Decrypt'], [key]),
      Condition: { StringEquals: { 'kms:ViaService': ['secretsmanager.us-east-1.amazonaws.com'] } },
    });
    expect(via(key.replace('arn:aws:', 'arn:aws-cn:'))).toMatchObject({
      Condition: {
        StringEquals: {
          'kms:ViaService': [
            'secretsmanager.us-east-1.amazonaws.com',
            'secretsmanager.us-east-1.amazonaws.com.cn',
          ],
        },
      },
    });
  });

  test('an image of an open registry takes no rights on ECR', () => {
    const containers = { gitlab: container('gitlab', { repositoryArn: undefined }) };
    expect(JSON.stringify(executionOf(makeServer({ containers })))).not.toContain('ecr:');
  });

  test('what a task is granted is on its own role', () => {
    const parameter = 'arn:aws:ssm:us-east-1:111122223333:parameter/gitlab/url';
    const json = makeServer({
      parameterArns: [parameter],
      operation: { exec: true },
      permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-runbooks/*'] }],
    });
    const policy = resourceAt(json, 'aws_iam_role_policy', 'TaskPolicy');
    expect(policy.role).toBe(referenceTo(json, 'aws_iam_role', 'id', 'TaskRole'));
    expect(statementsOf(policy.policy)).toEqual([
      allow(['ssm:GetParameter'], [parameter]),
      allow(
        [
          'ssmmessages:CreateControlChannel',
          'ssmmessages:CreateDataChannel',
          'ssmmessages:OpenControlChannel',
          'ssmmessages:OpenDataChannel',
        ],
        ['*'],
      ),
      allow(['s3:GetObject'], ['arn:aws:s3:::acme-runbooks/*']),
    ]);
  });

  test('rights are there before a task is defined', () => {
    const json = makeServer({ operation: { exec: true } });
    const policies = addressesAt(json, 'aws_iam_role_policy');
    expect(policies).toHaveLength(2);
    expect(onlyResource(json, 'aws_ecs_task_definition').depends_on).toEqual(policies);
  });
});

describe('log groups', () => {
  test('given ones are used, and none is made', () => {
    const logGroupArn = 'arn:aws:logs:us-east-1:111122223333:log-group:/ecs/x';
    const json = makeServer({ logGroups: { gitlab: { logGroupName: '/ecs/x', logGroupArn } } });
    expect(resourcesOf(json, 'aws_cloudwatch_log_group')).toEqual({});
    expect(JSON.stringify(executionOf(json))).toContain(`${logGroupArn}:*`);
    expect(String(onlyResource(json, 'aws_ecs_task_definition').container_definitions)).toContain(
      '"awslogs-group":"/ecs/x"',
    );
  });
});

test('all of it is there before the old one goes', () => {
  const json = makeServer({
    ...several,
    operation: { exec: true },
    scaling: { schedules: { day: { schedule: 'cron(0 6 * * ? *)', min: 1, max: 4 } } },
  });
  for (const [type, blocks] of Object.entries(json.resource ?? {})) {
    if (type === 'aws_cloudwatch_log_group') continue;
    for (const block of Object.values(blocks)) {
      expect([type, block.lifecycle]).toEqual([
        type,
        expect.objectContaining({ create_before_destroy: true }),
      ]);
    }
  }
});

test('tags reach what can have them', () => {
  const json = makeServer({ tags: { Server: 'gitlab' } });
  for (const [type, blocks] of Object.entries(json.resource ?? {})) {
    if (['aws_appautoscaling_policy', 'aws_iam_role_policy'].includes(type)) continue;
    for (const block of Object.values(blocks))
      expect([type, block.tags]).toEqual([type, { Server: 'gitlab' }]);
  }
});

test('exposes what others need', () => {
  const stack = testStack();
  const server = new FargateServer(stack, 'gitlab', serverProps);
  expect(Object.keys(server.logGroups)).toEqual(['gitlab']);
  expect(server.deploymentAlarmNames).toHaveLength(2);
  for (const text of [server.serviceName, server.targetGroup.targetGroupArn, server.securityGroupId])
    expect(text).toMatch(/Token/);
  const json = synthesised(stack);
  expect(addresses(json)).toEqual(addresses(makeServer()));
});

test('addresses are contract', () => {
  expect(addresses(makeServer({ operation: { exec: true } }))).toEqual([
    'aws_appautoscaling_policy.gitlab_Scaling_Cpu_F4ABFCE6',
    'aws_appautoscaling_policy.gitlab_Scaling_Memory_A3B777E7',
    'aws_appautoscaling_policy.gitlab_Scaling_Requests_86BD5C47',
    'aws_appautoscaling_target.gitlab_Scaling_53F12A0A',
    'aws_cloudwatch_log_group.gitlab_LogGroups_gitlab_876BB41B',
    'aws_cloudwatch_metric_alarm.gitlab_DeploymentAlarms_Errors_068E8841',
    'aws_cloudwatch_metric_alarm.gitlab_DeploymentAlarms_UnhealthyHosts_FCB8F799',
    'aws_ecs_service.gitlab_93992691',
    'aws_ecs_task_definition.gitlab_TaskDefinition_D8C84E7A',
    'aws_iam_role.gitlab_ExecutionRole_CFD7A628',
    'aws_iam_role.gitlab_TaskRole_BCAF76B7',
    'aws_iam_role_policy.gitlab_ExecutionPolicy_2DDE3B11',
    'aws_iam_role_policy.gitlab_TaskPolicy_538D1D94',
    'aws_lb_listener_rule.gitlab_TargetGroup_Attachment_E8D2D099',
    'aws_lb_target_group.gitlab_TargetGroup_452E97B1',
    'aws_security_group.gitlab_SecurityGroup_4502D9B7',
    'aws_vpc_security_group_egress_rule.gitlab_Https_676BBD93',
    'aws_vpc_security_group_egress_rule.gitlab_OfLoadBalancer_F74E5AD9',
    'aws_vpc_security_group_ingress_rule.gitlab_FromLoadBalancer_156297CF',
  ]);
});
