import { deployingMetric, FleetError, HIDDEN } from '@mcp-fleet/core';
import type { AwsPlan, ImagePlan } from '@mcp-fleet/plan';
import type { Cloud } from './gate/cloud';
import type { ObjectStore } from './state/state-store';
import { explain } from './terraform/explain';

// The SDK would say on every run that it will end its support of Node 20, which we still support.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** ECR, Secrets Manager, API Gateway and CloudWatch of an account. The clients are loaded when they are first needed. */
export function awsCloud(aws: AwsPlan): Cloud {
  return {
    hasImage: (image) => asking(() => hasImage(image)),
    secretValue: (name) => asking(() => secretValue(aws, name)),
    deploying: (environment, deployment) => asking(() => putDeploying(aws, environment, deployment)),
    nameServers,
    logRole: () => asking(() => logRole(aws)),
  };
}

/** Of an environment that is not at AWS: who asks has not looked where it is. */
export const noCloud: Cloud = {
  hasImage: () => Promise.reject(new Error('this environment is not at AWS')),
  secretValue: () => Promise.reject(new Error('this environment is not at AWS')),
  deploying: () => Promise.reject(new Error('this environment is not at AWS')),
  nameServers: () => Promise.reject(new Error('this environment is not at AWS')),
  logRole: () => Promise.reject(new Error('this environment is not at AWS')),
};

/** S3 in a Region. */
export function awsObjects(region: string): ObjectStore {
  return {
    keys: (bucket, prefix) => asking(() => keys(region, bucket, prefix), bucket),
    text: (bucket, key) => asking(() => text(region, bucket, key), bucket),
  };
}

async function hasImage({ registry, repositoryName, digest, tag }: ImagePlan): Promise<boolean> {
  const { ECRClient, DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
  const imageId = digest === undefined ? { imageTag: tag } : { imageDigest: digest };
  const command = new DescribeImagesCommand({
    registryId: registry.account,
    repositoryName,
    imageIds: [imageId],
  });
  return found(async () => {
    const { imageDetails = [] } = await new ECRClient({ region: registry.region }).send(command);
    return imageDetails.length > 0;
  }, ['ImageNotFoundException', 'RepositoryNotFoundException']).then((there) => there ?? false);
}

async function secretValue({ region }: AwsPlan, name: string): Promise<string | typeof HIDDEN | undefined> {
  const { SecretsManagerClient, DescribeSecretCommand, GetSecretValueCommand } =
    await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient({ region });
  try {
    // Says of a secret without a current version that it cannot be found.
    return await found(
      async () => (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString,
      ['ResourceNotFoundException', 'InvalidRequestException'],
    );
  } catch (error) {
    if ((error as Error).name !== 'AccessDeniedException') throw error;
    const { VersionIdsToStages: versions = {} } = await client.send(
      new DescribeSecretCommand({ SecretId: name }),
    );
    return Object.values(versions).some((stages) => stages.includes('AWSCURRENT')) ? HIDDEN : undefined;
  }
}

/** As the resolver of this computer finds them, or the one at `MCP_FLEET_DNS_SERVER`, an address with a port. */
async function nameServers(domain: string): Promise<readonly string[]> {
  const { Resolver } = await import('node:dns/promises');
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  const server = process.env['MCP_FLEET_DNS_SERVER'];
  if (server) resolver.setServers([server]);
  try {
    return await resolver.resolveNs(domain);
  } catch {
    // No such domain, no answer: whatever it is, nobody finds the zone by it.
    return [];
  }
}

async function putDeploying({ region }: AwsPlan, environment: string, deployment: string): Promise<void> {
  const { CloudWatchClient, PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const { namespace, metricName, dimensions } = deployingMetric;
  const Dimensions = Object.entries(dimensions(environment, deployment)).map(([Name, Value]) => ({
    Name,
    Value,
  }));
  await new CloudWatchClient({ region }).send(
    new PutMetricDataCommand({
      Namespace: namespace,
      MetricData: [{ MetricName: metricName, Dimensions, Value: 1, Timestamp: new Date() }],
    }),
  );
}

async function logRole({ region }: AwsPlan): Promise<string | undefined> {
  const { APIGatewayClient, GetAccountCommand } = await import('@aws-sdk/client-api-gateway');
  const { cloudwatchRoleArn } = await new APIGatewayClient({ region }).send(new GetAccountCommand({}));
  return cloudwatchRoleArn || undefined;
}

async function keys(region: string, bucket: string, prefix: string): Promise<string[]> {
  const { S3Client, paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
  const all: string[] = [];
  const request = { Bucket: bucket, Prefix: prefix, Delimiter: '/' };
  for await (const page of paginateListObjectsV2({ client: new S3Client({ region }) }, request)) {
    all.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
  }
  return all;
}

async function text(region: string, bucket: string, key: string): Promise<string | undefined> {
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  return found(async () => {
    const { Body } = await new S3Client({ region }).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body?.transformToString();
  }, ['NoSuchKey']);
}

/** The answer, or undefined where AWS says that there is no such thing. */
async function found<T>(ask: () => Promise<T>, notFound: readonly string[]): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (notFound.includes((error as Error).name)) return undefined;
    throw error;
  }
}

/** AWS' answers in the words that we have for Terraform's. */
async function asking<T>(ask: () => Promise<T>, bucket?: string): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { name, message } = error as Error;
    const summary =
      name === 'CredentialsProviderError' ? 'No valid credential sources found' : `${name}: ${message}`;
    const context = { stack: 'AWS', folder: '', binary: '', pushCommand: '', ...(bucket ? { bucket } : {}) };
    const { known } = explain([{ severity: 'error', summary }], context);
    if (known[0] instanceof FleetError) throw known[0];
    throw new Error(`AWS: ${summary}`, { cause: error });
  }
}
