import type { Limit } from '../limit';

/** AWS Lambda, for functions made from container images. */
export const lambda = {
  functionName: {
    what: 'a Lambda function name',
    min: 1,
    max: 64,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternText: 'letters, digits, hyphens and underscores',
    source: 'docs:lambda/API_CreateFunction',
  },
  timeoutSeconds: {
    what: 'a Lambda timeout',
    min: 1,
    max: 900,
    unit: 'seconds',
    source: 'docs:lambda/gettingstarted-limits',
  },
  memoryMiB: {
    what: 'the memory of a Lambda function',
    min: 128,
    max: 10_240,
    unit: 'MiB',
    source: 'docs:lambda/gettingstarted-limits',
  },
  ephemeralStorageMiB: {
    what: 'the /tmp of a Lambda function',
    min: 512,
    max: 10_240,
    unit: 'MiB',
    source: 'API:lambda.EphemeralStorage',
  },
  variablesBytes: {
    what: 'the environment of a Lambda function (names and values together)',
    max: 4096,
    unit: 'bytes',
    source: 'docs:lambda/gettingstarted-limits',
  },
  variableName: {
    what: 'the name of a Lambda environment variable',
    min: 2,
    pattern: /^[A-Za-z][A-Za-z0-9_]+$/,
    patternText: 'a letter, then letters, digits and underscores',
    source: 'docs:lambda/configuration-envvars',
  },
  resourcePolicyBytes: {
    what: 'the policy of a Lambda function, with a statement for each secret that it renews,',
    max: 20_480,
    unit: 'bytes',
    source: 'docs:lambda/gettingstarted-limits',
  },
  aliasName: {
    what: 'a Lambda alias name',
    min: 1,
    max: 128,
    pattern: /^(?!\d+$)[A-Za-z0-9_-]+$/,
    patternText: 'letters, digits, hyphens and underscores, not digits alone',
    source: 'API:lambda.Alias',
  },
  description: { what: 'a Lambda description', max: 256, source: 'API:lambda.Description' },
  concurrentExecutions: {
    what: 'the concurrency of all Lambda functions of an account in a Region',
    max: 1000,
    source: 'docs:lambda/gettingstarted-limits',
    quota: 'lambdaConcurrentExecutions',
  },
  unreservedConcurrency: {
    what: 'the concurrency that AWS keeps for functions without a reservation',
    min: 100,
    source: 'docs:lambda/configuration-concurrency',
  },
  imageUri: {
    what: 'the image of a Lambda function',
    pattern: /^\d{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9.-]+\/[a-z0-9._/-]+(@sha256:[0-9a-f]{64}|:[\w][\w.-]*)$/,
    patternText: 'in a private ECR repository, with a digest or a tag',
    source: 'docs:lambda/images-create',
  },
  applicationLogLevel: {
    what: 'the application log level of a Lambda function',
    values: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'],
    source: 'API:lambda.ApplicationLogLevel',
  },
  subnets: {
    what: 'the number of subnets of a Lambda function in a VPC',
    min: 1,
    max: 16,
    source: 'docs:AWSCloudFormation/aws-properties-lambda-function-vpcconfig',
  },
  architecture: {
    what: 'the architecture of a Lambda function',
    values: ['arm64', 'x86_64'],
    source: 'API:lambda.Architecture',
  },
} satisfies Record<string, Limit>;

/** Names that a function may not set, because Lambda does. Source: docs:lambda/configuration-envvars. */
export const reservedLambdaVariables: readonly string[] = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
];
