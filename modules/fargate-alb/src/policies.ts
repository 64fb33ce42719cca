import type { ResolvedServiceProps } from './fargate-server-props';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, readonly string[]>> };
}

const EXEC_ACTIONS = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

/** Trust policy of the roles of a task: tasks of this account, in this Region. */
export function trustPolicy(partition: string, region: string, account: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ecs-tasks.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
        },
      },
    ],
  });
}

/** What ECS needs to start a task: its images, its secrets, its log groups, each by its whole ARN. */
export function executionPolicy(
  props: ResolvedServiceProps,
  logGroupArns: readonly string[],
  region: string,
): string {
  const containers = Object.values(props.containers);
  const repositories = unique(containers.flatMap(({ repositoryArn }) => repositoryArn ?? []));
  const secrets = unique(containers.flatMap((container) => Object.values(container.secrets ?? {})));
  const keys = unique(containers.flatMap(({ secretKeyArns = [] }) => secretKeyArns));
  return policy([
    allow(
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      logGroupArns.map((arn) => `${arn}:*`),
    ),
    ...(repositories.length > 0
      ? [
          // ECR knows no resource for the token.
          allow(['ecr:GetAuthorizationToken'], ['*']),
          allow(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], repositories),
        ]
      : []),
    ...(secrets.length > 0 ? [allow(['secretsmanager:GetSecretValue'], secrets)] : []),
    ...(keys.length > 0 ? [decryptSecrets(keys, region)] : []),
  ]);
}

/** What the containers themselves may do; undefined where that is nothing. */
export function taskPolicy(props: ResolvedServiceProps): string | undefined {
  const { parameterArns, permissions, operation } = props;
  const statements = [
    ...(parameterArns.length > 0 ? [allow(['ssm:GetParameter'], parameterArns)] : []),
    // The channels of ECS Exec are not resources.
    ...(operation.exec ? [allow(EXEC_ACTIONS, ['*'])] : []),
    ...permissions.map(({ actions, resources }) => allow(actions, resources)),
  ];
  return statements.length > 0 ? policy(statements) : undefined;
}

function decryptSecrets(keys: readonly string[], region: string): Statement {
  const name = `secretsmanager.${region}.amazonaws.com`;
  return {
    ...allow(['kms:Decrypt'], keys),
    // The documentation of KMS shows one ending everywhere; services in China have the other.
    Condition: { StringEquals: { 'kms:ViaService': [name, ...(isChina(keys) ? [`${name}.cn`] : [])] } },
  };
}

function isChina(arns: readonly string[]): boolean {
  return arns.some((arn) => arn.startsWith('arn:aws-cn:'));
}

function policy(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function allow(actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}

/** As they come: the order of texts that are tokens says when they were made, and would change with it. */
function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
