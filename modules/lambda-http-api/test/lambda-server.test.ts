import { LambdaServer, webAdapterVariables, type LambdaServerProps } from '@mcp-fleet/lambda-http-api';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  type TerraformJson,
} from '@mcp-fleet/testing';
import { TerraformVariable } from 'cdktf';

const digest = '0'.repeat(64);
const uri = `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp/gitlab@sha256:${digest}`;
const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/gitlab-a1B2c3';

function make(props: Partial<LambdaServerProps> = {}): TerraformJson {
  const stack = testStack();
  new LambdaServer(stack, 'gitlab', { functionName: 'dev-gitlab', image: { uri }, ...props });
  return synthesised(stack);
}

const functionOf = (json: TerraformJson) => onlyResource(json, 'aws_lambda_function');
const statementsOf = (json: TerraformJson) =>
  JSON.parse(String(onlyResource(json, 'aws_iam_role_policy').policy)).Statement;
const addressOf = (json: TerraformJson, type: string) =>
  addresses(json).find((it) => it.startsWith(`${type}.`));

describe('minimal props', () => {
  const json = make();

  test('a function from an image, small, on arm64, published', () => {
    expect(functionOf(json)).toMatchObject({
      function_name: 'dev-gitlab',
      package_type: 'Image',
      image_uri: uri,
      architectures: ['arm64'],
      memory_size: 256,
      timeout: 29,
      ephemeral_storage: { size: 512 },
      publish: true,
    });
    expect(functionOf(json)).not.toHaveProperty('tracing_config');
    expect(functionOf(json)).not.toHaveProperty('reserved_concurrent_executions');
    expect(resourcesOf(json, 'aws_lambda_provisioned_concurrency_config')).toEqual({});
  });

  test('its variables are those of the web adapter', () => {
    expect(functionOf(json).environment).toEqual({
      variables: {
        AWS_LWA_PORT: '8080',
        AWS_LWA_READINESS_CHECK_PATH: '/health',
        AWS_LWA_READINESS_CHECK_HEALTHY_STATUS: '200-399',
        AWS_LWA_INVOKE_MODE: 'buffered',
      },
    });
  });

  test('it logs JSON to a group that exists before it', () => {
    expect(onlyResource(json, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/aws/lambda/dev-gitlab',
      retention_in_days: 30,
    });
    const group = addressOf(json, 'aws_cloudwatch_log_group');
    expect(functionOf(json).logging_config).toEqual({
      log_format: 'JSON',
      application_log_level: 'INFO',
      system_log_level: 'INFO',
      log_group: `\${${group}.name}`,
    });
    expect(functionOf(json).depends_on).toEqual([group, addressOf(json, 'aws_iam_role_policy')]);
  });

  test('its role is for Lambda, and writes its own logs only', () => {
    const role = onlyResource(json, 'aws_iam_role');
    expect(role.name).toBe('dev-gitlab');
    expect(JSON.parse(String(role.assume_role_policy)).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    expect(statementsOf(json)).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: [`\${${addressOf(json, 'aws_cloudwatch_log_group')}.arn}:*`],
      },
    ]);
  });

  test('the alias live is the newest version', () => {
    const made = addressOf(json, 'aws_lambda_function');
    expect(onlyResource(json, 'aws_lambda_alias')).toMatchObject({
      name: 'live',
      function_name: `\${${made}.function_name}`,
      function_version: `\${${made}.version}`,
    });
  });

  test('everything that a route leads to is there before the old one goes', () => {
    for (const type of Object.keys(json.resource ?? {})) {
      expect([type, onlyResource(json, type).lifecycle]).toEqual([type, { create_before_destroy: true }]);
    }
  });
});

describe('all props', () => {
  test('sizes, architecture and texts arrive', () => {
    const json = make({
      image: { uri, architecture: 'x86_64' },
      architecture: 'x86_64',
      memoryMiB: 512,
      timeoutSeconds: 10,
      ephemeralStorageMiB: 1024,
      description: 'commit 1a2b3c4',
      tags: { Server: 'gitlab' },
    });
    expect(functionOf(json)).toMatchObject({
      architectures: ['x86_64'],
      memory_size: 512,
      timeout: 10,
      ephemeral_storage: { size: 1024 },
      description: 'commit 1a2b3c4',
    });
    for (const type of ['aws_lambda_function', 'aws_iam_role', 'aws_cloudwatch_log_group']) {
      expect(onlyResource(json, type).tags).toEqual({ Server: 'gitlab' });
    }
  });

  test('the role reads exactly the secrets and parameters that are named, and what is granted', () => {
    const parameter = 'arn:aws:ssm:us-east-1:111122223333:parameter/gitlab/url';
    const json = make({
      secretArns: [secretArn],
      parameterArns: [parameter],
      permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*'] }],
      observability: { tracing: true },
    });
    const allow = (Action: string[], Resource: string) => ({ Effect: 'Allow', Action, Resource: [Resource] });
    expect(statementsOf(json).slice(1)).toEqual([
      allow(['secretsmanager:GetSecretValue'], secretArn),
      allow(['ssm:GetParameter'], parameter),
      allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
      allow(['s3:GetObject'], 'arn:aws:s3:::acme/*'),
    ]);
    expect(functionOf(json).tracing_config).toEqual({ mode: 'Active' });
  });

  test('a key of secrets is used through Secrets Manager alone', () => {
    const key = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000';
    const viaService = 'secretsmanager.us-east-1.amazonaws.com';
    const json = make({ permissions: [{ actions: ['kms:Decrypt'], resources: [key], viaService }] });
    expect(statementsOf(json).slice(1)).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [key],
        Condition: { StringEquals: { 'kms:ViaService': viaService } },
      },
    ]);
  });

  test('an image needs no rights on ECR', () => {
    expect(JSON.stringify(make({ secretArns: [secretArn] }))).not.toContain('"ecr:');
  });

  test('concurrency is reserved on the function and provisioned on the alias', () => {
    const json = make({ concurrency: { reserved: 5, provisioned: 2 } });
    expect(functionOf(json).reserved_concurrent_executions).toBe(5);
    expect(onlyResource(json, 'aws_lambda_provisioned_concurrency_config')).toMatchObject({
      provisioned_concurrent_executions: 2,
      qualifier: `\${${addressOf(json, 'aws_lambda_alias')}.name}`,
    });
    expect(functionOf(make({ concurrency: { reserved: 0 } })).reserved_concurrent_executions).toBe(0);
  });

  test.each([
    ['TRACE', 'INFO'],
    ['DEBUG', 'INFO'],
    ['WARN', 'WARN'],
    ['ERROR', 'WARN'],
    ['FATAL', 'WARN'],
  ] as const)('at level %s the own lines of Lambda are logged from %s', (logLevel, system) => {
    const json = make({ observability: { logLevel, logRetentionDays: 7 } });
    expect(functionOf(json).logging_config).toMatchObject({
      application_log_level: logLevel,
      system_log_level: system,
    });
    expect(onlyResource(json, 'aws_cloudwatch_log_group').retention_in_days).toBe(7);
  });

  test('the variables of the web adapter are exactly those that webAdapterVariables gives', () => {
    const webAdapter = { streaming: true, asyncInit: true };
    const variables = webAdapterVariables(webAdapter);
    expect(variables).toMatchObject({ AWS_LWA_INVOKE_MODE: 'response_stream', AWS_LWA_ASYNC_INIT: 'true' });
    expect(functionOf(make({ webAdapter, environment: { A_URL: 'x' } })).environment).toEqual({
      variables: { A_URL: 'x', ...variables },
    });
  });

  test('values that only Terraform knows pass unseen', () => {
    const stack = testStack();
    const input = new TerraformVariable(stack, 'input', { type: 'string' }).stringValue;
    new LambdaServer(stack, 'gitlab', {
      functionName: 'dev-gitlab',
      image: { uri: input },
      environment: { URL: input },
      secretArns: [input],
      memoryMiB: new TerraformVariable(stack, 'memory', { type: 'number' }).numberValue,
    });
    const made = functionOf(synthesised(stack));
    expect(made).toMatchObject({ image_uri: '${var.input}', memory_size: '${var.memory}' });
    expect(statementsOf(synthesised(stack))[1].Resource).toEqual(['${var.input}']);
  });
});

test('says how it answers, for front doors that can stream', () => {
  const server = (props: Partial<LambdaServerProps>) =>
    new LambdaServer(testStack(), 'gitlab', { functionName: 'dev-gitlab', image: { uri }, ...props });
  expect(server({})).toMatchObject({ streaming: false, timeoutSeconds: 29 });
  expect(server({ webAdapter: { streaming: true }, timeoutSeconds: 300 })).toMatchObject({
    streaming: true,
    timeoutSeconds: 300,
  });
});

test('addresses are contract', () => {
  expect(addresses(make({ concurrency: { provisioned: 1 } }))).toEqual([
    'aws_cloudwatch_log_group.gitlab_LogGroup_96EFB32A',
    'aws_iam_role.gitlab_Role_277DFA22',
    'aws_iam_role_policy.gitlab_RolePolicy_F1AAF4FA',
    'aws_lambda_alias.gitlab_Alias_593B9728',
    'aws_lambda_function.gitlab_93992691',
    'aws_lambda_provisioned_concurrency_config.gitlab_ProvisionedConcurrency_3E07CAC0',
  ]);
});
