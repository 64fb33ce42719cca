import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole } from './rule';
import { blocks, bytes, list, object, parsed, texts } from './values';
import type { World } from './world';

const FUNCTION = 'aws_lambda_function';
const INGRESS = 'aws_vpc_security_group_ingress_rule';
/** Names that Lambda sets itself. */
const RESERVED = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
];
/** What Lambda does for a function in a VPC, with the function's role. */
const NETWORK_RIGHTS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];
const variablesOf = (block: Readonly<Record<string, unknown>>) =>
  Object.entries(object(blocks(block['environment'])[0]?.['variables']));

export const lambdaRules: readonly Rule[] = [
  {
    name: 'lambda-name',
    source: 'docs:lambda/API_CreateFunction',
    type: FUNCTION,
    faults: (r, world) =>
      matches(world.expand(r, r.block['function_name']), /^[A-Za-z0-9_-]{1,64}$/, 'the name'),
  },
  {
    name: 'lambda-numbers',
    source: 'docs:lambda/gettingstarted-limits',
    type: FUNCTION,
    faults: ({ block }) => [
      ...whole(block['timeout'], 1, 900, 'timeout'),
      ...whole(block['memory_size'], 128, 10_240, 'memory_size'),
      ...blocks(block['ephemeral_storage']).flatMap(({ size }) =>
        whole(size, 512, 10_240, 'ephemeral storage'),
      ),
      ...whole(block['reserved_concurrent_executions'], -1, Number.MAX_SAFE_INTEGER, 'reserved concurrency'),
    ],
  },
  {
    name: 'lambda-variables-size',
    source: 'docs:lambda/gettingstarted-limits: 4 KB of variables, names and values together',
    type: FUNCTION,
    faults: (r, world) => {
      const size = variablesOf(r.block).reduce(
        (sum, [key, value]) => sum + bytes(key) + bytes(world.expand(r, value)),
        0,
      );
      return unless(size <= 4096, `its variables have ${size} bytes`);
    },
  },
  {
    name: 'lambda-variable-names',
    source: 'docs:lambda/configuration-envvars',
    type: FUNCTION,
    faults: ({ block }) =>
      variablesOf(block).flatMap(([key]) => [
        ...matches(key, /^[A-Za-z]\w+$/, 'a variable'),
        ...unless(
          !RESERVED.includes(key) && (!key.startsWith('AWS_LAMBDA_') || key === 'AWS_LAMBDA_EXEC_WRAPPER'),
          `the variable ${key} is Lambda's own`,
        ),
      ]),
  },
  {
    name: 'lambda-image',
    source: 'API:lambda.PackageType; docs:lambda/images-create: a private registry of ECR in the same Region',
    type: FUNCTION,
    faults: (r, world) => {
      const { region } = world.documentOf(r);
      const forbidden = ['handler', 'runtime', 'layers', 'snap_start', 'filename', 's3_bucket'].filter(
        (key) => r.block[key] !== undefined,
      );
      return [
        ...unless(r.block['package_type'] === 'Image', 'it is no image'),
        ...forbidden.map((key) => `an image function has no ${key}`),
        ...matches(
          world.expand(r, r.block['image_uri']),
          new RegExp(
            `^\\d{12}\\.dkr\\.ecr\\.${region}\\.amazonaws\\.com(\\.cn)?/[a-z0-9][a-z0-9._/-]+[@:].+$`,
          ),
          'the image',
        ),
      ];
    },
  },
  {
    name: 'lambda-texts',
    source: 'API:lambda.Description, Architecture, LoggingConfig',
    type: FUNCTION,
    faults: ({ block }) => [
      ...unless(
        String(block['description'] ?? '').length <= 256,
        'the description has more than 256 characters',
      ),
      ...unless(
        list(block['architectures']).length === 1 &&
          list(block['architectures']).every((one) => ['arm64', 'x86_64'].includes(String(one))),
        'it has not one architecture',
      ),
      ...blocks(block['logging_config']).flatMap((logging) =>
        unless(
          logging['log_format'] === 'JSON' ||
            (logging['system_log_level'] === undefined && logging['application_log_level'] === undefined),
          'log levels need the format JSON',
        ),
      ),
    ],
  },
  {
    name: 'lambda-vpc',
    source: 'API:lambda.VpcConfig: 1 to 16 subnets, 1 to 5 groups; docs:lambda/configuration-vpc',
    type: FUNCTION,
    faults: (r, world) =>
      blocks(r.block['vpc_config']).flatMap((vpc) => {
        const groups = list(vpc['security_group_ids']);
        const entered = groups.flatMap((id) => {
          const group = world.target(r, id);
          return group ? world.referring(group, INGRESS, 'security_group_id') : [];
        });
        const missing = NETWORK_RIGHTS.filter((action) => !rightsOf(r, world).includes(action));
        return [
          ...whole(list(vpc['subnet_ids']).length, 1, 16, 'the number of subnets'),
          ...whole(groups.length, 1, 5, 'the number of security groups'),
          ...unless(entered.length === 0, 'it is called by Lambda alone, and something lets others in'),
          ...unless(missing.length === 0, `its role lacks ${missing.join(', ')}`),
        ];
      }),
  },
  {
    name: 'lambda-alias',
    source: 'API:lambda.Alias',
    type: 'aws_lambda_alias',
    faults: (r, world) =>
      matches(world.expand(r, r.block['name']), /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/, 'the alias'),
  },
  {
    name: 'lambda-permission',
    source: 'API:lambda.AddPermission',
    type: 'aws_lambda_permission',
    faults: (r, world) => [
      ...(r.block['statement_id'] === undefined
        ? []
        : matches(world.expand(r, r.block['statement_id']), /^[A-Za-z0-9_-]{1,100}$/, 'the statement id')),
      ...unless(r.block['principal'] !== '*', 'anybody may invoke the function'),
      ...unless(
        !String(r.block['principal']).endsWith('.amazonaws.com') ||
          r.block['source_arn'] !== undefined ||
          r.block['source_account'] !== undefined,
        'a service may invoke it for any account: it has neither source_arn nor source_account',
      ),
    ],
  },
  {
    name: 'lambda-policy',
    source: 'docs:lambda/gettingstarted-limits: 20 KB of policy, for a function and each alias',
    type: 'aws_lambda_permission',
    faults: (r, world) => {
      const whose = (one: Resource) =>
        ['function_name', 'qualifier'].map((key) => world.expand(one, one.block[key])).join(':');
      const all = world.of(r.type).filter((one) => whose(one) === whose(r));
      const size = all.reduce((sum, one) => sum + statementSize(one, world), 60);
      return unless(size <= 20_480, `the policy that it is in has ${size} bytes`);
    },
  },
  {
    name: 'lambda-provisioned',
    source: 'API:lambda.PutProvisionedConcurrencyConfig: of an alias or version, at most what is reserved',
    type: 'aws_lambda_provisioned_concurrency_config',
    faults: (r, world) => {
      const owner = world.target(r, r.block['function_name']);
      const reserved = Number(owner?.block['reserved_concurrent_executions'] ?? -1);
      const wanted = Number(r.block['provisioned_concurrent_executions']);
      return [
        ...whole(wanted, 1, Number.MAX_SAFE_INTEGER, 'provisioned concurrency'),
        ...unless(
          reserved < 0 || wanted <= reserved,
          `${wanted} provisioned are more than ${reserved} reserved`,
        ),
        ...unless(
          r.block['qualifier'] !== undefined && r.block['qualifier'] !== '$LATEST',
          'it is of no alias or version',
        ),
      ];
    },
  },
  {
    name: 'lambda-concurrency-of-account',
    source: 'docs:lambda/lambda-concurrency: 1,000 in an account, of which 100 stay unreserved',
    type: FUNCTION,
    faults: (r, world) => {
      const functions = world.of(FUNCTION);
      if (functions[0] !== r) return [];
      const sum = functions.reduce(
        (all, { block }) => all + Math.max(0, Number(block['reserved_concurrent_executions'] ?? 0)),
        0,
      );
      const most = world.quota('lambdaConcurrentExecutions', 1000) - 100;
      return unless(sum <= most, `all functions reserve ${sum}, and the account has ${most}`);
    },
  },
];

/** What the role of a function may do with everything. */
function rightsOf(fn: Resource, world: World): readonly string[] {
  const role = world.target(fn, fn.block['role']);
  if (role === undefined) return [];
  return world
    .referring(role, 'aws_iam_role_policy', 'role')
    .flatMap((policy) => blocks(object(parsed(world.expand(policy, policy.block['policy'])))['Statement']))
    .filter(({ Effect, Resource: on }) => Effect === 'Allow' && texts(on).includes('*'))
    .flatMap(({ Action }) => texts(Action));
}

/** As Lambda writes a statement; without an id of ours Terraform makes one. */
function statementSize(r: Resource, world: World): number {
  const text = (key: string) => world.expand(r, r.block[key]);
  const condition = {
    StringEquals: { 'AWS:SourceAccount': text('source_account') },
    ArnLike: { 'AWS:SourceArn': text('source_arn') },
  };
  const statement = {
    Sid: text('statement_id') || 'x'.repeat(36),
    Effect: 'Allow',
    Principal: { Service: text('principal') },
    Action: text('action'),
    Resource: `arn:aws:lambda:us-east-1:111122223333:function:${text('function_name').replace(/^.*:/, '')}`,
    Condition: condition,
  };
  return bytes(JSON.stringify(statement)) + 1;
}
