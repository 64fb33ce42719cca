import { limits, physicalName } from '@mcp-fleet/core';

/** Every name at AWS that a fleet gives, in one place. Sources of the limits: libs/core. */
export const names = {
  foundationStack: (environment: string) => `${environment}-foundation`,
  deploymentStack: (environment: string, deployment: string) => `${environment}-${deployment}`,
  registryPrefix: (environment: string) => `mcp-servers/${environment}`,
  secret: (environment: string, key: string) => `mcp/${environment}/${key}`,
  api: (environment: string, deployment: string) =>
    physicalName(limits.httpApi.name, [environment, deployment]),
  /** Without an instance: the function that all instances of a deployment share. */
  function: (environment: string, deployment: string, instance?: string) =>
    physicalName(
      limits.lambda.functionName,
      instance === undefined ? [environment, deployment] : [environment, deployment, instance],
    ),
};

/** Public paths of an instance: the same in every topology and behind every edge. */
export function publicPaths(instance: string, metadata: boolean) {
  const mcp = `/${instance}/mcp`;
  return {
    mcp,
    health: `/${instance}/health`,
    ...(metadata ? { metadata: `/.well-known/oauth-protected-resource${mcp}` } : {}),
  };
}

/** The partition of a Region, as ARNs name it. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
