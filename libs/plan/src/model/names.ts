import { limits, physicalName, serverPaths } from '@mcp-fleet/core';

const REFRESH = '_refresh';

/**
 * Every name that a fleet gives, in one place. Sources of the limits: libs/core. What modules put behind a name begins
 * with an underscore, which no deployment or instance has: so that none of them can be called what another one's role,
 * rule or alarm is.
 */
export const names = {
  foundationStack: (environment: string) => `${environment}-foundation`,
  deploymentStack: (environment: string, deployment: string) => `${environment}-${deployment}`,
  registryPrefix: (environment: string) => `mcp-servers/${environment}`,
  /** Image of one server, or of the router alone, as an engine on this computer knows it. */
  localImage: (server: string) => `mcp-servers/${server}`,
  /** The same for the image of all servers of a deployment. */
  sharedLocalImage: (environment: string, deployment: string) => `mcp-servers/${environment}-${deployment}`,
  secret: (environment: string, key: string) => `mcp/${environment}/${key}`,
  api: (environment: string, deployment: string) =>
    physicalName(limits.httpApi.name, [environment, deployment]),
  /**
   * Without an instance: the function that all instances of a deployment share. Versions of a function stay in the VPC
   * that they were published for, so a function in it is another one than outside; `--` is in no other name.
   */
  function: (environment: string, deployment: string, instance?: string, vpc = false) =>
    physicalName(limits.lambda.functionName, [
      environment,
      deployment,
      ...(instance === undefined ? [] : [instance]),
      ...(vpc ? ['-vpc'] : []),
    ]),
  networkStack: (environment: string) => `${environment}-network`,
  dashboardStack: (environment: string) => `${environment}-dashboard`,
  dashboard: (environment: string) => `${environment}-mcp-servers`,
  alarmTopic: (environment: string) => `${environment}-mcp-alarms`,
  /** Alias of the key that encrypts the secrets. */
  secretKey: (environment: string) => `${environment}-mcp-secrets`,
  /** State machine that replaces tasks when a secret changes; its roles and rules have longer names. */
  secretRefresh: (environment: string, deployment: string) =>
    `${physicalName({ ...limits.ecs.name, max: 55 - REFRESH.length }, [environment, deployment])}${REFRESH}`,
  /** Alarm that fires while the deployment is deployed. */
  deployingAlarm: (environment: string, deployment: string) =>
    physicalName(limits.cloudwatch.alarmName, [environment, deployment, 'deploying']),
  /** What clients of one side of a failover call; the host leads to one of both. */
  ownHost: (environment: string, host: string) => `${environment}.${host}`,
  loadBalancer: (environment: string, deployment: string) =>
    physicalName(limits.loadBalancer.name, [environment, deployment]),
  /** Without an instance: the service that all instances of a deployment share. Its roles end in `_execution`. */
  service: (environment: string, deployment: string, instance?: string) =>
    physicalName(
      { ...limits.ecs.name, max: limits.iam.roleName.max - '_execution'.length },
      instance === undefined ? [environment, deployment] : [environment, deployment, instance],
    ),
  /** Role that ECS starts the tasks of a service with, and reads their secrets. */
  executionRole: (service: string) => `${service}_execution`,
  targetGroup: (environment: string, deployment: string, instance?: string) =>
    physicalName(
      limits.loadBalancer.targetGroupName,
      instance === undefined ? [environment, deployment] : [environment, deployment, instance],
    ),
  /** Log group that Lambda gives a function. */
  functionLogGroup: (name: string) => `/aws/lambda/${name}`,
  /** Log group of a container: an instance's is the same in either topology. */
  taskLogGroup: (environment: string, deployment: string, container: string) =>
    `/ecs/${environment}/${deployment}/${container}`,
  /** Bucket of a load balancer's access logs: the account makes the name unique in the world. */
  accessLogBucket: (environment: string, deployment: string, account: string, region: string) =>
    physicalName({ ...limits.s3.bucketName, max: 63 }, [
      environment,
      deployment,
      'alb-logs',
      account,
      region,
    ]),
  /** Without an instance: the container that all instances of a deployment share. */
  container: (environment: string, deployment: string, instance?: string) =>
    physicalName(
      limits.docker.containerName,
      instance === undefined ? [environment, deployment] : [environment, deployment, instance],
    ),
  network: (environment: string, deployment: string) =>
    physicalName(limits.docker.networkName, [environment, deployment]),
};

/** Public paths of an instance; `metadata` only where calls need a token. */
export function publicPaths(instance: string, needsToken: boolean) {
  const { mcp, health, metadata } = serverPaths(instance);
  return { mcp, health, ...(needsToken ? { metadata } : {}) };
}

/** The partition of a Region, as ARNs name it. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
