import { FunctionIntegration } from '@mcp-fleet/lambda-http-api';
import { FunctionPermission } from '@mcp-fleet/lambda-rest-api';
import { server, settings } from '@mcp-fleet/testing/fleet';
import {
  at,
  anywhere,
  countOf,
  environment,
  letters,
  made,
  record,
  values,
  type Resources,
  type ServiceCases,
} from './case';
import { fn, imageUri, lambdaProps, lambdaServer, repository, vpcId } from './fixtures';

const MODULE = 'lambda-http-api';
const FUNCTION = 'aws_lambda_function';
const api = { apiId: 'a1', executionArn: 'arn:aws:execute-api:us-east-1:111122223333:a1', restApiId: 'r1' };

/** The instance of the valid environment with more in it. */
const notes = (change: object, more: object = {}): Resources =>
  environment({ deployments: { tools: { servers: { notes: change } } }, ...more });
const reserved = (count: number, quotas: Record<string, number> = {}) =>
  notes({ concurrency: { reserved: count } }, { quotas });

const SECRETS = 'secretsmanager.amazonaws.com';
const rotation = { functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:renew' };
const NAMES = ['AA', 'BB'] as const;
const variablesOf = (all: Resources) =>
  Object.values(all[FUNCTION] ?? {}).flatMap(({ environment: block }) =>
    Object.entries((block as { variables: Record<string, string> }).variables),
  );
const bytesOf = (all: Resources) =>
  variablesOf(all).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
/** What a function has beside variables of its own. */
const ADAPTER_BYTES = bytesOf(lambdaServer({}));
const padded = (bytes: number) =>
  lambdaServer({ environment: { AA: 'a'.repeat(bytes - ADAPTER_BYTES - NAMES[0].length) } });

export const lambda: ServiceCases<'lambda'> = {
  functionName: {
    cases: [
      {
        by: MODULE,
        make: (functionName: string) => lambdaServer({ functionName }),
        shows: at(FUNCTION, 'function_name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'Dev_tools-1', bad: 'dev.tools' },
      },
      {
        by: 'ecr',
        make: (prefix: string) => repositoryReadBy(prefix),
        shows: anywhere,
        ofSize: letters,
        text: true,
        pattern: { good: 'dev-', bad: 'dev*' },
      },
    ],
  },
  timeoutSeconds: {
    cases: [
      {
        by: MODULE,
        make: (timeoutSeconds: number) => lambdaServer({ timeoutSeconds }),
        shows: at(FUNCTION, 'timeout'),
      },
      {
        by: 'plan',
        make: (timeoutSeconds: number) =>
          environment({
            deployments: { tools: { edge: 'rest-api', servers: { notes: { timeoutSeconds } } } },
          }),
        shows: at(FUNCTION, 'timeout', (seconds: number) => seconds + 1),
        bounds: ['max'],
        // The router keeps a second, and the function one more, of the 900 that the edge waits.
        sizes: { edge: 898, beyond: 899 },
        says: 'an answer takes at most 898 seconds',
      },
    ],
  },
  memoryMiB: {
    cases: [
      {
        by: MODULE,
        make: (memoryMiB: number) => lambdaServer({ memoryMiB }),
        shows: at(FUNCTION, 'memory_size'),
      },
      {
        by: 'plan',
        make: (memoryMiB: number) => notes({ size: { memoryMiB } }),
        shows: at(FUNCTION, 'memory_size'),
      },
    ],
  },
  ephemeralStorageMiB: {
    cases: [
      {
        by: MODULE,
        make: (ephemeralStorageMiB: number) => lambdaServer({ ephemeralStorageMiB }),
        shows: at(FUNCTION, 'ephemeral_storage.size'),
      },
      {
        by: 'plan',
        make: (ephemeralStorageMiB: number) => notes({ size: { ephemeralStorageMiB } }),
        shows: at(FUNCTION, 'ephemeral_storage.size'),
      },
    ],
  },
  variablesBytes: {
    cases: [
      { by: MODULE, make: padded, shows: (all: Resources, bytes: number) => bytesOf(all) === bytes },
      {
        by: 'plan',
        make: (size: number) => notes({ settings: { ...settings, NOTES_USER: 'u'.repeat(size) } }),
        shows: (all: Resources, size: number) => anywhere(all, 'u'.repeat(size)),
        // What the router is told takes the rest.
        sizes: { edge: 2900, beyond: 3600 },
        says: 'the environment of a Lambda function (names and values together) is at most 4,096 bytes [docs:lambda/gettingstarted-limits]',
      },
    ],
  },
  variableName: {
    cases: [
      {
        by: MODULE,
        make: (name: string) => lambdaServer({ environment: { [name]: '1' } }),
        shows: (all: Resources, name: string) => variablesOf(all).some(([key]) => key === name),
        ofSize: (size) => 'N'.repeat(size),
        text: true,
        pattern: { good: 'NOTES_2', bad: 'NOTES-URL' },
      },
    ],
  },
  resourcePolicyBytes: {
    cases: [
      {
        by: 'plan',
        make: (secrets: number) =>
          environment({
            deployments: {
              tools: {
                servers: {
                  notes: undefined,
                  ...record(secrets, () => ({ server: 'notes', settings, rotation }), 'notes-'),
                },
              },
            },
          }),
        shows: (all: Resources, secrets: number) =>
          values(all, 'aws_lambda_permission', 'principal').filter((it) => it === SECRETS).length === secrets,
        sizes: { edge: 52, beyond: 53 },
      },
    ],
  },
  aliasName: {
    cases: [
      {
        by: MODULE,
        make: (aliasName: string) =>
          made((stack) => new FunctionIntegration(stack, 'to', { api, function: { ...fn, aliasName } })),
        shows: at('aws_lambda_permission', 'qualifier'),
        ofSize: letters,
        text: true,
        pattern: { good: 'v12', bad: '12' },
      },
      {
        by: 'lambda-rest-api',
        make: (aliasName: string) =>
          made((stack) => new FunctionPermission(stack, 'to', { api, function: { ...fn, aliasName } })),
        shows: at('aws_lambda_permission', 'qualifier'),
        ofSize: letters,
        text: true,
        pattern: { good: 'v12', bad: '12' },
      },
    ],
    fixed: {
      by: MODULE,
      make: () => lambdaServer({}),
      values: (all) => values(all, 'aws_lambda_alias', 'name'),
      beyond: '12',
    },
  },
  description: {
    cases: [
      {
        by: MODULE,
        make: (description: string) => lambdaServer({ description }),
        shows: at(FUNCTION, 'description'),
        ofSize: letters,
        text: true,
      },
    ],
    fixed: {
      by: 'plan',
      make: () =>
        environment(
          {
            deployments: {
              tools: {
                topology: 'multi-server',
                servers: record(12, (key) => ({ server: key, settings }), 'notes-with-a-long-name-'),
              },
            },
          },
          Object.assign(
            {},
            ...Object.values(record(12, (key) => server(key), 'notes-with-a-long-name-')),
          ) as Record<string, string>,
        ),
      values: (all) => values(all, FUNCTION, 'description'),
      beyond: letters(257),
    },
  },
  concurrentExecutions: {
    cases: [
      {
        by: 'plan',
        make: (count: number) => reserved(count),
        shows: at(FUNCTION, 'reserved_concurrent_executions'),
        sizes: { edge: 900, beyond: 901 },
        raised: (count: number, quota: number) => reserved(count, { lambdaConcurrentExecutions: quota }),
      },
    ],
  },
  unreservedConcurrency: {
    cases: [
      {
        by: 'plan',
        make: (left: number) => reserved(1000 - left),
        shows: at(FUNCTION, 'reserved_concurrent_executions', (left: number) => 1000 - left),
        says: 'at most 900 can be',
      },
    ],
  },
  imageUri: {
    cases: [
      {
        by: MODULE,
        make: (uri: string) => lambdaServer({ image: { uri } }),
        shows: at(FUNCTION, 'image_uri'),
        pattern: { good: imageUri, bad: 'public.ecr.aws/acme/gitlab:v1' },
        text: true,
      },
    ],
  },
  applicationLogLevel: {
    cases: [
      {
        by: MODULE,
        make: (logLevel: 'INFO') => lambdaServer({ observability: { logLevel } }),
        shows: at(FUNCTION, 'logging_config.application_log_level'),
      },
    ],
  },
  subnets: {
    cases: [
      {
        by: MODULE,
        make: (count: number) => lambdaServer({ vpc: { vpcId, subnetIds: record(count, subnetId) } }),
        shows: countOf(FUNCTION, 'vpc_config.subnet_ids'),
      },
      {
        by: 'plan',
        make: (count: number) =>
          environment({
            network: { existing: { vpcId, privateSubnets: record(count, subnetId) } },
            deployments: { tools: { vpc: true } },
          }),
        shows: countOf(FUNCTION, 'vpc_config.subnet_ids'),
        bounds: ['max'],
      },
    ],
  },
  architecture: {
    cases: [
      {
        by: MODULE,
        make: (architecture: 'arm64') => lambdaServer({ ...lambdaProps, architecture }),
        shows: at(FUNCTION, 'architectures'),
      },
    ],
  },
};

function subnetId(_: string, index: number): string {
  return `subnet-${String(index).padStart(8, '0')}`;
}

function repositoryReadBy(functionNamePrefix: string): Resources {
  return repository({
    account: '111122223333',
    lambdaReaders: [{ account: '111122223333', region: 'us-east-1', functionNamePrefix }],
  });
}
