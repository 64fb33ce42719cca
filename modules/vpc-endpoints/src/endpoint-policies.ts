import type { InterfaceService } from './endpoint-services';

/** Names that the policies of endpoints are made of. */
export interface PolicyScope {
  /** Account of the VPC, 12 digits. */
  readonly account: string;
  /** Region of the VPC. */
  readonly region: string;
  /** Partition of the Region. */
  readonly partition: string;
  /** Accounts whose ECR repositories may be pulled from. */
  readonly registryAccounts: readonly string[];
  /** Prefixes of the names of secrets that may be read. */
  readonly secretPrefixes: readonly string[];
  /** Prefixes of the names of SSM parameters that may be read. */
  readonly parameterPrefixes: readonly string[];
  /** Names of public buckets that may be read. */
  readonly publicBuckets: readonly string[];
  /** ARNs of further S3 resources that may be used. */
  readonly s3Arns: readonly string[];
}

interface Statement {
  readonly Effect: 'Allow';
  readonly Principal: '*';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Actions = string | readonly string[];
type Resources = string | readonly string[];

/**
 * The policy of the gateway endpoint of S3. Layers of images are fetched with URLs that ECR has signed, and files of a
 * SaaS with those that it has signed, so neither is called as somebody of this account.
 */
export function s3Policy(scope: PolicyScope): string {
  const { account, region, partition, publicBuckets, s3Arns } = scope;
  const objects = [`prod-${region}-starport-layer-bucket`, ...publicBuckets].map(
    (bucket) => `arn:${partition}:s3:::${bucket}/*`,
  );
  return documentOf([
    { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject'], Resource: objects },
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
    },
    // What a role may do with them is for the role to say, and for the bucket.
    ...(s3Arns.length > 0 ? [ours(scope, 's3:*', s3Arns)] : []),
  ]);
}

/** The policy of an interface endpoint: what servers and the tasks they run in do there, as this account only. */
export function interfacePolicy(service: InterfaceService, scope: PolicyScope): string {
  return documentOf(statements[service](scope));
}

const pullImages = (scope: PolicyScope) => [
  // The token is for the whole registry.
  ours(scope, 'ecr:GetAuthorizationToken', '*'),
  ours(
    scope,
    ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    scope.registryAccounts.map((account) => arn({ ...scope, account }, 'ecr', 'repository/*')),
  ),
];

// Fargate itself calls here; AWS does not say as which account.
const runTasks = (): readonly Statement[] => [
  { Effect: 'Allow', Principal: '*', Action: 'ecs:*', Resource: '*' },
];

const statements: Readonly<Record<InterfaceService, (scope: PolicyScope) => readonly Statement[]>> = {
  'ecr.api': pullImages,
  'ecr.dkr': pullImages,
  ecs: runTasks,
  'ecs-agent': runTasks,
  'ecs-telemetry': runTasks,
  kms: (scope) => [ours(scope, ['kms:Decrypt', 'kms:GenerateDataKey'], arn(scope, 'kms', 'key/*'))],
  logs: (scope) => [
    ours(scope, ['logs:CreateLogStream', 'logs:PutLogEvents'], arn(scope, 'logs', 'log-group:*')),
  ],
  monitoring: (scope) => [ours(scope, 'cloudwatch:PutMetricData', '*')],
  secretsmanager: (scope) => [
    ours(
      scope,
      'secretsmanager:GetSecretValue',
      scope.secretPrefixes.map((prefix) => arn(scope, 'secretsmanager', `secret:${prefix}*`)),
    ),
  ],
  ssm: (scope) => [
    ours(
      scope,
      ['ssm:GetParameter', 'ssm:GetParameters'],
      scope.parameterPrefixes.map((prefix) => arn(scope, 'ssm', `parameter${prefix}*`)),
    ),
  ],
  ssmmessages: (scope) => [
    ours(
      scope,
      [
        'ssmmessages:CreateControlChannel',
        'ssmmessages:CreateDataChannel',
        'ssmmessages:OpenControlChannel',
        'ssmmessages:OpenDataChannel',
      ],
      '*',
    ),
  ],
  sts: (scope) => [ours(scope, ['sts:AssumeRole', 'sts:GetCallerIdentity'], '*')],
  xray: (scope) => [
    ours(
      scope,
      [
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ],
      '*',
    ),
  ],
};

/** Allowed to whoever calls as somebody of the account. */
function ours({ account }: PolicyScope, Action: Actions, Resource: Resources): Statement {
  const Condition = { StringEquals: { 'aws:PrincipalAccount': account } };
  return { Effect: 'Allow', Principal: '*', Action, Resource, Condition };
}

function arn({ partition, region, account }: PolicyScope, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

function documentOf(statement: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statement });
}
