import type { FargateServerProps } from '@mcp-fleet/fargate-alb';
import { thrownMessage } from '@mcp-fleet/testing';
import { broken, container, makeServer, secretArn, serverProps, several } from './fixtures';

const message = (props: Partial<FargateServerProps>) => thrownMessage(() => makeServer(props));
const at = (prop: string) => `test/gitlab: ${prop}`;
const nameRule =
  'the name of an ECS cluster, service, task family or container is 1 to 255 characters, letters, digits, hyphens and underscores [API:ecs.CreateServiceRequest]';
const gitlab = (more: Parameters<typeof container>[1]) => ({
  containers: { gitlab: container('gitlab', more) },
});

test.each<[string, Partial<FargateServerProps>, string]>([
  ['a name', { serviceName: 'dev tools' }, broken(at('serviceName'), '"dev tools"', nameRule)],
  [
    'the name of a target group',
    { targetGroupName: 'dev_tools' },
    broken(
      at('targetGroupName'),
      '"dev_tools"',
      'the name of a target group is 1 to 32 characters, letters, digits and hyphens, no hyphen at either end [API:elasticloadbalancingv2.CreateTargetGroupInput]',
    ),
  ],
  [
    'a pair that Fargate does not have',
    { cpu: 256, memoryMiB: 4096 },
    broken(
      at('memoryMiB'),
      '"256 CPU units, 4096 MiB"',
      'a Fargate task of 256 CPU units has 512, 1024, 2048 MiB of memory [docs:AmazonECS/fargate-tasks-services]',
      'use one of these',
    ),
  ],
  [
    'a CPU that Fargate does not have',
    { cpu: 300 },
    broken(
      at('memoryMiB'),
      '"300 CPU units, 512 MiB"',
      'the CPU of a Fargate task is one of 256, 512, 1024, 2048, 4096, 8192, 16384 units [docs:AmazonECS/fargate-tasks-services]',
      'use one of these',
    ),
  ],
  [
    'containers with more CPU than the task',
    gitlab({ cpu: 257 }),
    broken(
      at('cpu'),
      '256',
      'the containers of a task share its CPU, and ask for 257 units together',
      'give the task more or the containers less',
    ),
  ],
  [
    'containers with more memory than the task',
    {
      ...several,
      memoryMiB: 1024,
      containers: { ...several.containers, extra: container('x', { memoryMiB: 400 }) },
    },
    broken(
      at('memoryMiB'),
      '1024',
      'the containers of a task share its memory, and ask for 1040 MiB together [API:ecs.ContainerDefinition]',
      'give the task more or the containers less',
    ),
  ],
  [
    'a disk that costs nothing anyway',
    { ephemeralStorageGiB: 20 },
    broken(
      at('ephemeralStorageGiB'),
      '20',
      'the disk of a Fargate task that asks for more than its 20 GiB is 21 to 200 GiB [API:ecs.EphemeralStorage]',
    ),
  ],
  [
    'a stop that the router cannot keep',
    { operation: { stopTimeoutSeconds: 19 } },
    broken(
      at('operation.stopTimeoutSeconds'),
      '19',
      'a router takes requests for 10 seconds of it, and needs 7 to end its servers: calls get the rest',
      'use 20 or more',
    ),
  ],
  [
    'a stop that Fargate does not wait for',
    { operation: { stopTimeoutSeconds: 121 } },
    broken(
      at('operation.stopTimeoutSeconds'),
      '121',
      'the time that a Fargate container has to stop is 2 to 120 seconds [API:ecs.ContainerDefinition]',
    ),
  ],
  [
    'a deregistration delay',
    { operation: { deregistrationDelaySeconds: 3601 } },
    broken(
      at('operation.deregistrationDelaySeconds'),
      '3601',
      'the deregistration delay of a target group is 0 to 3,600 seconds [API:elasticloadbalancingv2.TargetGroupAttribute]',
    ),
  ],
  [
    'a grace period',
    { operation: { healthCheckGraceSeconds: -1 } },
    broken(
      at('operation.healthCheckGraceSeconds'),
      '-1',
      'the grace period is whole seconds, 0 or more [API:ecs.CreateServiceRequest]',
      'use 0 or more',
    ),
  ],
  [
    'days of logs',
    { operation: { logRetentionDays: 2 } },
    broken(
      at('operation.logRetentionDays'),
      '2',
      'the retention of a log group in days is one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 [API:logs.PutRetentionPolicyRequest]',
    ),
  ],
  [
    'no subnets',
    { network: { ...serverProps.network, subnetIds: {} } },
    broken(
      at('network.subnetIds'),
      '{}',
      'tasks are in at least one subnet',
      'give the private subnets of the VPC',
    ),
  ],
  [
    'a front that is no container',
    { frontContainer: 'router' },
    broken(
      at('frontContainer'),
      '"router"',
      'the front container is one of the containers',
      'name one of them',
    ),
  ],
  [
    'several containers without a front',
    { ...several, frontContainer: undefined },
    broken(at('frontContainer'), '""', 'the front container is one of the containers', 'name one of them'),
  ],
  [
    'a front that the task can do without',
    gitlab({ essential: false }),
    broken(
      at('containers.gitlab.essential'),
      'false',
      'a task without its front container answers nobody',
      'leave it out',
    ),
  ],
  [
    'eleven containers',
    {
      frontContainer: 's0',
      containers: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`s${i}`, container(`s${i}`)])),
    },
    broken(
      at('containers'),
      '11',
      'the number of containers of a task is 1 to 10 [docs:general/ecs-service]',
      'put fewer servers into one task',
    ),
  ],
  [
    'the name of a container',
    { containers: { 'git lab': container('gitlab') } },
    broken(at('containers.git lab'), '"git lab"', nameRule, 'rename it'),
  ],
  [
    'a name that JavaScript has',
    { ...several, containers: { ...several.containers, constructor: container('x') } },
    broken(
      at('containers.constructor'),
      '"constructor"',
      'this name is taken by the programming language',
      'rename it',
    ),
  ],
  [
    'memory of a container',
    gitlab({ memoryMiB: 5 }),
    broken(
      at('containers.gitlab.memoryMiB'),
      '5',
      'the memory of a container is at least 6 MiB [API:ecs.ContainerDefinition]',
    ),
  ],
  [
    'a log group',
    gitlab({ logGroupName: 'a b' }),
    broken(
      at('containers.gitlab.logGroupName'),
      '"a b"',
      'a log group name is 1 to 512 characters, letters, digits and . - _ / # [API:logs.LogGroupName]',
    ),
  ],
  [
    'the interval of a check',
    gitlab({ healthCheck: { intervalSeconds: 4 } }),
    broken(
      at('containers.gitlab.healthCheck.intervalSeconds'),
      '4',
      'the interval of a container health check is 5 to 300 seconds [API:ecs.HealthCheck]',
    ),
  ],
  [
    'the timeout of a check',
    gitlab({ healthCheck: { timeoutSeconds: 61 } }),
    broken(
      at('containers.gitlab.healthCheck.timeoutSeconds'),
      '61',
      'the timeout of a container health check is 2 to 60 seconds [API:ecs.HealthCheck]',
    ),
  ],
  [
    'the retries of a check',
    gitlab({ healthCheck: { retries: 0 } }),
    broken(
      at('containers.gitlab.healthCheck.retries'),
      '0',
      'the retries of a container health check is 1 to 10 [API:ecs.HealthCheck]',
    ),
  ],
  [
    'the start of a check',
    gitlab({ healthCheck: { startPeriodSeconds: 301 } }),
    broken(
      at('containers.gitlab.healthCheck.startPeriodSeconds'),
      '301',
      'the start period of a container health check is 0 to 300 seconds [API:ecs.HealthCheck]',
    ),
  ],
  ...[
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/*',
    `${secretArn('gitlab')}:TOKEN::`,
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/gitlab',
    'arn:aws:ssm:us-east-1:111122223333:parameter/gitlab',
    'mcp/dev/gitlab',
  ].map((arn): [string, Partial<FargateServerProps>, string] => [
    `the secret ${arn}`,
    gitlab({ secrets: { MCP_SECRET_GITLAB: arn } }),
    broken(
      at('containers.gitlab.secrets.MCP_SECRET_GITLAB'),
      `"${arn}"`,
      'a variable gets a whole secret, by its ARN with the last six characters [API:ecs.Secret]',
      'give the ARN of the secret, without a key behind it',
    ),
  ]),
  [
    'a key by its alias',
    gitlab({ secretKeyArns: ['arn:aws:kms:us-east-1:111122223333:alias/mcp'] }),
    broken(
      at('containers.gitlab.secretKeyArns[0]'),
      '"arn:aws:kms:us-east-1:111122223333:alias/mcp"',
      'rights on a key are on the key itself, whose alias may come to name another [docs:kms/iam-policies-best-practices]',
      'write it like arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
    ),
  ],
  [
    'a variable that is a secret as well',
    gitlab({ secrets: { TOKEN: secretArn('gitlab') }, environment: { TOKEN: 'x' } }),
    broken(
      at('containers.gitlab.secrets.TOKEN'),
      '"TOKEN"',
      'a variable is a secret or not, never both',
      'remove one of the two',
    ),
  ],
  [
    'no task at all',
    { scaling: { min: 0 } },
    broken(
      at('scaling.min'),
      '0',
      'the number of tasks of an ECS service is at least 1 [docs:general/ecs-service]',
      'use 1 or more: nothing scales up from no task',
    ),
  ],
  [
    'bounds the wrong way round',
    { scaling: { min: 3, max: 2 } },
    broken(
      at('scaling.max'),
      '2',
      'the lower bound is not above the upper one [API:application-autoscaling.RegisterScalableTarget]',
      'raise it, or lower scaling.min',
    ),
  ],
  [
    'no requests',
    { scaling: { requestsPerTarget: 0 } },
    broken(
      at('scaling.requestsPerTarget'),
      '0',
      'tasks get more than 0 requests a minute',
      'use a number above 0',
    ),
  ],
  [
    'more CPU than there is',
    { scaling: { cpuPercent: 101 } },
    broken(at('scaling.cpuPercent'), '101', 'a share is above 0 and at most 100 per cent'),
  ],
  [
    'a schedule',
    { scaling: { schedules: { night: { schedule: 'cron(0 20 * * ? *)', min: 2, max: 1 } } } },
    broken(
      at('scaling.schedules.night'),
      '"2 to 1"',
      'the bounds are 1 or more, the lower one first [API:application-autoscaling.ScalableTargetAction]',
      'correct them',
    ),
  ],
  [
    'parameters by wildcard',
    { parameterArns: ['arn:aws:ssm:us-east-1:111122223333:parameter/*'] },
    broken(
      at('parameterArns[0]'),
      '"arn:aws:ssm:us-east-1:111122223333:parameter/*"',
      'a task reads what is named by its whole ARN, so that no server can read what belongs to another',
      'give the ARN, without * and ?',
    ),
  ],
  [
    'all of AWS',
    { permissions: [{ actions: ['*'], resources: ['*'] }] },
    broken(
      at('permissions[0].actions'),
      '["*"]',
      'actions are named with their service; all of AWS is never granted',
      'write them like s3:GetObject',
    ),
  ],
  [
    'a permission on nothing',
    { permissions: [{ actions: ['s3:GetObject'], resources: [] }] },
    broken(
      at('permissions[0].resources'),
      '[]',
      'a permission is on at least one resource',
      'give the ARNs, or * for actions that know no resource',
    ),
  ],
])('refuses %s', (_, props, text) => {
  expect(message(props)).toBe(text);
});

test('a name of 54 characters is the longest whose roles have names', () => {
  expect(() => makeServer({ serviceName: 'x'.repeat(54) })).not.toThrow();
  expect(message({ serviceName: 'x'.repeat(55) })).toBe(
    broken(
      at('serviceName'),
      `"${'x'.repeat(55)}"`,
      'the roles of a service are named after it, with _execution behind: 64 characters together [API:iam.roleNameType]',
      'use at most 54 characters',
    ),
  );
});

test('more text than a task definition or a policy holds', () => {
  const rules = [
    message(gitlab({ environment: { LONG: 'x'.repeat(65_536) } })),
    message({
      permissions: [{ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${'x'.repeat(10_240)}`] }],
    }),
  ];
  expect(rules[0]).toContain('the containers of a task definition as JSON is at most 65,536');
  expect(rules[0]).toContain('shorten variables, or put fewer servers into one task');
  expect(rules[1]).toContain('test/gitlab: permissions');
  expect(rules[1]).toContain('grant fewer things');
});

test('all that is broken is said at once', () => {
  const text = message({ cpu: 300, scaling: { min: 0 }, serviceName: 'a b' });
  expect(text.match(/code {2}invalid-props/g)).toHaveLength(3);
});

test('values of other stacks are not compared', () => {
  const token = '${aws_x.y.arn}';
  expect(() =>
    makeServer({
      parameterArns: [token],
      ...gitlab({ secrets: { MCP_SECRET: token }, imageUri: token, logGroupName: token }),
    }),
  ).not.toThrow();
});
