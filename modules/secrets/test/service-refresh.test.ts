import { ServiceRefresh, type ServiceRefreshProps } from '@mcp-fleet/secrets';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';

const secretArn = (name: string) =>
  `arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/${name}-a1B2c3`;
const secret = (name: string) => ({ secretArn: secretArn(name) });
const topic = 'arn:aws:sns:us-east-1:111122223333:mcp-alerts';

const minimal: ServiceRefreshProps = {
  name: 'dev-tools-refresh',
  cluster: { clusterName: 'dev-tools', clusterArn: 'arn:aws:ecs:us-east-1:111122223333:cluster/dev-tools' },
  services: { gitlab: { serviceName: 'dev-tools-gitlab', secrets: [secret('gitlab'), secret('access')] } },
  account: '111122223333',
  region: 'us-east-1',
};
const two = {
  ...minimal.services,
  pagerduty: { serviceName: 'dev-tools-pagerduty', secrets: [secret('pagerduty')] },
};

function make(props: Partial<ServiceRefreshProps> = {}) {
  const stack = testStack();
  new ServiceRefresh(stack, 'refresh', { ...minimal, ...props });
  return synthesised(stack);
}

const named = (json: ReturnType<typeof make>, type: string, name: string) =>
  Object.values(resourcesOf(json, type)).find((it) => it.name === name);
const statements = (policy: unknown) => JSON.parse(String(policy)).Statement;
const broken = (props: Partial<ServiceRefreshProps>) => thrownMessage(() => make(props));

describe('minimal props', () => {
  const json = make();

  test('the event that another version of a secret is current, of these secrets, is waited for', () => {
    const rule = onlyResource(json, 'aws_cloudwatch_event_rule');
    expect(rule.name).toBe('dev-tools-refresh-gitlab');
    expect(JSON.parse(String(rule.event_pattern))).toEqual({
      source: ['aws.secretsmanager'],
      'detail-type': ['Secret Label Updated'],
      resources: [secretArn('gitlab'), secretArn('access')],
      detail: { labelUpdated: ['AWSCURRENT'] },
    });
  });

  test('it starts the state machine for its service; what cannot be started is kept', () => {
    expect(onlyResource(json, 'aws_cloudwatch_event_target')).toMatchObject({
      rule: expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.\w+\.name\}$/),
      target_id: 'refresh',
      arn: expect.stringMatching(/^\$\{aws_sfn_state_machine\.\w+\.arn\}$/),
      role_arn: expect.stringMatching(/^\$\{aws_iam_role\.refresh_StartRole_\w+\.arn\}$/),
      input: '{"service":"dev-tools-gitlab"}',
      dead_letter_config: { arn: expect.stringMatching(/^\$\{aws_sqs_queue\.\w+\.arn\}$/) },
    });
    expect(onlyResource(json, 'aws_sqs_queue')).toMatchObject({
      name: 'dev-tools-refresh-lost',
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
    expect(statements(onlyResource(json, 'aws_sqs_queue_policy').policy)).toEqual([
      {
        Sid: 'Rules',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: expect.stringMatching(/^\$\{aws_sqs_queue\.\w+\.arn\}$/),
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:111122223333:rule/dev-tools-refresh-*' },
        },
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: expect.any(String),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('the state machine forces a deployment of the service that it is told, and tries again', () => {
    const machine = onlyResource(json, 'aws_sfn_state_machine');
    expect(machine).toMatchObject({
      name: 'dev-tools-refresh',
      type: 'STANDARD',
      role_arn: expect.stringMatching(/^\$\{aws_iam_role\.refresh_UpdateRole_\w+\.arn\}$/),
    });
    const { StartAt, States } = JSON.parse(String(machine.definition));
    expect(States[StartAt]).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:ecs:updateService',
      Parameters: { Cluster: 'dev-tools', 'Service.$': '$.service', ForceNewDeployment: true },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 6 }],
      End: true,
    });
  });

  test('each role is for one thing, and does one thing', () => {
    const trust = (Service: string, source: string) => [
      {
        Effect: 'Allow',
        Principal: { Service },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnLike: { 'aws:SourceArn': source },
        },
      },
    ];
    expect(statements(named(json, 'aws_iam_role', 'dev-tools-refresh-start')?.assume_role_policy)).toEqual(
      trust('events.amazonaws.com', 'arn:aws:events:us-east-1:111122223333:rule/dev-tools-refresh-*'),
    );
    expect(statements(named(json, 'aws_iam_role', 'dev-tools-refresh-update')?.assume_role_policy)).toEqual(
      trust('states.amazonaws.com', 'arn:aws:states:us-east-1:111122223333:stateMachine:dev-tools-refresh'),
    );
    const granted = Object.values(resourcesOf(json, 'aws_iam_role_policy')).flatMap((it) =>
      statements(it.policy),
    );
    expect(granted).toEqual([
      {
        Effect: 'Allow',
        Action: ['states:StartExecution'],
        Resource: [expect.stringMatching(/^\$\{aws_sfn_state_machine\.\w+\.arn\}$/)],
      },
      {
        Effect: 'Allow',
        Action: ['ecs:UpdateService'],
        Resource: ['arn:aws:ecs:us-east-1:111122223333:service/dev-tools/dev-tools-gitlab'],
      },
    ]);
  });

  test('nobody is told', () => {
    expect(resourcesOf(json, 'aws_cloudwatch_metric_alarm')).toEqual({});
  });
});

describe('all props', () => {
  test('each service has a rule of its own for its own secrets; the role may change both', () => {
    const json = make({ services: two });
    const pattern = named(json, 'aws_cloudwatch_event_rule', 'dev-tools-refresh-pagerduty')?.event_pattern;
    expect(JSON.parse(String(pattern)).resources).toEqual([secretArn('pagerduty')]);
    expect(Object.values(resourcesOf(json, 'aws_cloudwatch_event_target')).map(({ input }) => input)).toEqual(
      ['{"service":"dev-tools-gitlab"}', '{"service":"dev-tools-pagerduty"}'],
    );
    const policies = JSON.stringify(resourcesOf(json, 'aws_iam_role_policy'));
    for (const service of ['gitlab', 'pagerduty']) {
      expect(policies).toContain(`service/dev-tools/dev-tools-${service}`);
    }
  });

  test('what fails and what is lost are told to topics', () => {
    const json = make({ noticeTopicArns: [topic], tags: { Deployment: 'tools' } });
    const alarms = Object.values(resourcesOf(json, 'aws_cloudwatch_metric_alarm'));
    const both = { threshold: 0, comparison_operator: 'GreaterThanThreshold', alarm_actions: [topic] };
    expect(alarms).toEqual([
      expect.objectContaining({
        ...both,
        alarm_name: 'dev-tools-refresh-failed',
        namespace: 'AWS/States',
        metric_name: 'ExecutionsFailed',
        dimensions: { StateMachineArn: expect.stringMatching(/^\$\{aws_sfn_state_machine\.\w+\.arn\}$/) },
        statistic: 'Sum',
        treat_missing_data: 'notBreaching',
      }),
      expect.objectContaining({
        ...both,
        alarm_name: 'dev-tools-refresh-lost',
        namespace: 'AWS/SQS',
        metric_name: 'ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: expect.stringMatching(/^\$\{aws_sqs_queue\.\w+\.name\}$/) },
        statistic: 'Maximum',
        treat_missing_data: 'notBreaching',
      }),
    ]);
    const tagged = ['aws_sfn_state_machine', 'aws_sqs_queue', 'aws_cloudwatch_event_rule'];
    for (const type of tagged) expect(onlyResource(json, type).tags).toEqual({ Deployment: 'tools' });
  });

  test('another partition', () => {
    const json = make({ partition: 'aws-cn', region: 'cn-north-1' });
    expect(onlyResource(json, 'aws_sfn_state_machine').definition).toContain(
      'arn:aws-cn:states:::aws-sdk:ecs:',
    );
    expect(JSON.stringify(resourcesOf(json, 'aws_iam_role_policy'))).toContain(
      'arn:aws-cn:ecs:cn-north-1:111122223333:service/dev-tools/dev-tools-gitlab',
    );
  });

  test('rules with long names still begin with the name that roles and queue know', () => {
    const name = 'd'.repeat(55);
    const json = make({ name, services: { ['g'.repeat(60)]: two.pagerduty, gitlab: two.pagerduty } });
    const rules = Object.values(resourcesOf(json, 'aws_cloudwatch_event_rule')).map((it) => String(it.name));
    expect(new Set(rules).size).toBe(2);
    for (const rule of rules) expect(rule).toMatch(/^d{55}-.{1,8}$/);
  });
});

describe('bad props', () => {
  test('all are told at once', () => {
    const bad = {
      name: 'd'.repeat(56),
      account: '1',
      region: 'here',
      noticeTopicArns: ['mcp-alerts'],
      services: { 'git lab': { serviceName: 'git lab', secrets: [] } },
    };
    expect(broken(bad)).toBe(`test/refresh: name
  got   "${'d'.repeat(56)}"
  rule  the rules of a refresh are named after it, with nine characters behind: 64 together [API:eventbridge.RuleName]
  fix   use at most 55 characters
  code  invalid-props

test/refresh: account
  got   "1"
  rule  an AWS account id is 12 digits [API:iam.accountIdType]
  fix   use a value within it
  code  invalid-props

test/refresh: region
  got   "here"
  rule  an AWS Region is written like us-east-1 [docs:general/rande]
  fix   use a value within it
  code  invalid-props

test/refresh: services.git lab
  got   "git lab"
  rule  the key of a service, which names its rule is 1 to 64 characters, letters, digits, periods, hyphens and underscores [API:eventbridge.RuleName]
  fix   use a value within it
  code  invalid-props

test/refresh: services.git lab.serviceName
  got   "git lab"
  rule  the name of an ECS cluster, service, task family or container is 1 to 255 characters, letters, digits, hyphens and underscores [API:ecs.CreateServiceRequest]
  fix   use a value within it
  code  invalid-props

test/refresh: services.git lab.secrets
  got   []
  rule  a service without secrets is never refreshed
  fix   name what its tasks read, or leave the service out
  code  invalid-props

test/refresh: noticeTopicArns[0]
  got   "mcp-alerts"
  rule  alarms tell standard SNS topics, by their ARN
  fix   write it like arn:aws:sns:us-east-1:111122223333:mcp-alerts
  code  invalid-props

7 errors`);
  });

  test('no service', () => {
    expect(broken({ services: {} })).toBe(`test/refresh: services
  got   {}
  rule  a refresh is of at least one service
  fix   name one, or leave the refresh out
  code  invalid-props`);
  });

  test('a secret without its last six characters', () => {
    const bad = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/gitlab';
    const services = { gitlab: { serviceName: 'dev-tools-gitlab', secrets: [{ secretArn: bad }] } };
    expect(broken({ services })).toBe(`test/refresh: services.gitlab.secrets[0]
  got   "${bad}"
  rule  EventBridge compares whole ARNs of secrets, with their last six characters [docs:eventbridge/eb-manage-iam-access]
  fix   give the ARN that AWS made
  code  invalid-props`);
  });

  test('a pattern has room for 2,048 characters, a role for 10,240', () => {
    const secrets = Array.from({ length: 30 }, (_, i) => secret(`gitlab-${i}`));
    expect(broken({ services: { gitlab: { serviceName: 'gitlab', secrets } } })).toContain(
      'rule  the pattern of an EventBridge rule is at most 2,048 characters [docs:eventbridge/eb-quota]',
    );
    const services = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`s${i}`, { ...two.pagerduty, serviceName: `dev-tools-${i}` }]),
    );
    expect(broken({ services })).toContain(
      'rule  the inline policies of an IAM role together, without white space is at most 10,240 characters',
    );
  });
});

test('addresses are contract: another service moves none', () => {
  const before = addresses(make());
  expect(before).toEqual([
    'aws_cloudwatch_event_rule.refresh_Rules_gitlab_20C3A118',
    'aws_cloudwatch_event_target.refresh_Rules_gitlab_Target_9FEF5941',
    'aws_iam_role.refresh_StartRole_5A9B4240',
    'aws_iam_role.refresh_UpdateRole_10051B96',
    'aws_iam_role_policy.refresh_StartPolicy_78DB5064',
    'aws_iam_role_policy.refresh_UpdatePolicy_8521BD76',
    'aws_sfn_state_machine.refresh_25BD8F30',
    'aws_sqs_queue.refresh_Lost_4A333F9F',
    'aws_sqs_queue_policy.refresh_LostPolicy_4DCD44CA',
  ]);
  expect(addresses(make({ services: two }))).toEqual(expect.arrayContaining(before));
});
