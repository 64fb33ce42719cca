import type { ServerManifest } from '@mcp-fleet/catalog';
import type { Limit } from '@mcp-fleet/core';
import { limits, violation } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from './context';
import { egressPorts } from './egress-ports';
import type { FunctionPlan, ImagePlan } from './fleet-plan';
import { SHARED_FUNCTION } from './fleet-plan';
import { contentOf, imageTag } from './images';
import { names } from './names';
import type { Registry } from './registry';
import { routerDeployment } from './router-deployment';
import { ACCESS_SECRET, accessMode, hasSecrets, refreshedSecrets } from './secrets';
import { functionMemoryMiB, memoryMiB, storageMiB } from './sizes';
import { defaultTimeoutSeconds, edgeOf, functionTimeoutSeconds } from './timeouts';

/** A function reads its secrets again after so long, where they are to be followed. */
const REFRESH_SECONDS = 300;

/** The functions of a deployment: one an instance, or one that all share. */
export function planFunctions(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
): Record<string, FunctionPlan> {
  if (deployment.input.topology === 'multi-server') {
    // Sorted, so that the order in the file changes nothing at AWS.
    const instances = [...deployment.instances].sort((a, b) => (a.name < b.name ? -1 : 1));
    return { [SHARED_FUNCTION]: planFunction(context, deployment, registry, instances) };
  }
  return Object.fromEntries(
    deployment.instances.map((instance) => [
      instance.name,
      planFunction(context, deployment, registry, [instance], instance.name),
    ]),
  );
}

function planFunction(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
  instances: readonly Instance[],
  key?: string,
): FunctionPlan {
  const { environment } = context;
  const edge = edgeOf(deployment);
  const repository = key === undefined ? deployment.name : (instances[0] as Instance).server.key;
  const image = planImage(context, deployment, registry, repository, uniqueServers(instances));
  return {
    name: names.function(environment.name, deployment.name, key, deployment.input.vpc),
    description: describe(image),
    image,
    memoryMiB: checkedMemory(context, deployment, instances),
    ephemeralStorageMiB: checkedStorage(context, deployment, instances),
    timeoutSeconds: functionTimeoutSeconds(edge, instances),
    streaming: edge === 'rest-api',
    concurrency: concurrencyOf(instances),
    tracing: environment.observability?.tracing ?? false,
    logLevel: instances.some(({ input }) => input.logLevel === 'debug') ? 'DEBUG' : 'INFO',
    secrets: [
      ...(accessMode(context) === 'token' ? [ACCESS_SECRET] : []),
      ...instances.filter(hasSecrets).map(({ name }) => name),
    ],
    ...(deployment.input.vpc ? { egressPorts: egressPorts(context, instances) } : {}),
    parameterArns: parameterArns(context, instances),
    permissions: permissionsOf(context, instances),
    router: {
      ...routerDeployment(context, deployment, instances, {
        edge: edge === 'rest-api' ? 'streaming' : 'buffered',
        defaultTimeoutSeconds: defaultTimeoutSeconds(edge),
      }),
      ...(refreshedSecrets(context, instances).length > 0 ? { refreshSeconds: REFRESH_SECONDS } : {}),
    },
    tags: key === undefined ? { Type: 'multi-server' } : { Server: key },
  };
}

/** What the published version holds, so that the console tells versions apart. */
function describe({ contents, pinnedContents }: ImagePlan): string {
  const held = Object.entries(pinnedContents ?? contents).map(([server, content]) => `${server} ${content}`);
  return held.join(', ').slice(0, limits.lambda.description.max);
}

/** The image of these servers in a repository of the registry: the pinned one, or that of the tag. */
export function planImage(
  context: PlanContext,
  { input }: Deployment,
  registry: Registry,
  repository: string,
  servers: readonly ServerManifest[],
): ImagePlan {
  const repositoryName = `${registry.prefix}/${repository}`;
  const architecture = input.architecture ?? 'arm64';
  const pin = Object.hasOwn(context.pins, repositoryName) ? context.pins[repositoryName] : undefined;
  return {
    repositoryName,
    registry: registry.aws,
    architecture,
    tag: imageTag(servers, architecture),
    ...(pin ? { digest: pin.digest, pinnedTag: pin.tag, pinnedContents: pin.contents } : {}),
    contents: Object.fromEntries(servers.map((server) => [server.key, contentOf(server)])),
  };
}

/** Two instances of one server need it once in an image. Sorted, so that the order in the file decides nothing. */
export function uniqueServers(instances: readonly Instance[]): ServerManifest[] {
  const byKey = new Map(instances.map(({ server }) => [server.key, server]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key) as ServerManifest);
}

/** ARNs of the SSM parameters that settings name. */
export function parameterArns(context: PlanContext, instances: readonly Instance[]): string[] {
  const { partition, region, account } = context.aws;
  const paths = instances.flatMap(({ input }) =>
    Object.values(input.settings ?? {}).flatMap((value) => (typeof value === 'object' ? [value.ssm] : [])),
  );
  return [...new Set(paths)]
    .sort()
    .map((path) => `arn:${partition}:ssm:${region}:${account}:parameter${path}`);
}

/** What the manifests of the servers ask for at AWS. */
export function permissionsOf(
  context: PlanContext,
  instances: readonly Instance[],
): FunctionPlan['permissions'] {
  const { partition, region, account } = context.aws;
  const fill = (text: string) =>
    text.replaceAll('{partition}', partition).replaceAll('{region}', region).replaceAll('{account}', account);
  return uniqueServers(instances).flatMap(({ permissions }) =>
    permissions.map(({ actions, resources }) => ({ actions, resources: resources.map(fill) })),
  );
}

/** A shared function is bounded only if each of its instances is; it is kept as warm as the warmest of them. */
function concurrencyOf(instances: readonly Instance[]): FunctionPlan['concurrency'] {
  const reserved = instances.map(({ input }) => input.concurrency?.reserved);
  const provisioned = Math.max(...instances.map(({ input }) => input.concurrency?.provisioned ?? 0), 0);
  const bounded = reserved.every((value) => value !== undefined) && reserved.length > 0;
  return {
    ...(bounded ? { reserved: (reserved as number[]).reduce((sum, value) => sum + value, 0) } : {}),
    ...(provisioned > 0 ? { provisioned } : {}),
  };
}

function checkedMemory(context: PlanContext, deployment: Deployment, instances: readonly Instance[]): number {
  const limit = limits.lambda.memoryMiB;
  for (const instance of instances) checkNeed(context, instance, 'memoryMiB', limit);
  const memory = instances.length === 1 ? memoryMiB(instances[0] as Instance) : functionMemoryMiB(instances);
  if (instances.length > 1) reportSize(context, `${deployment.path}.servers`, memory, limit);
  return Math.max(memory, limit.min);
}

function checkedStorage(
  context: PlanContext,
  deployment: Deployment,
  instances: readonly Instance[],
): number {
  const limit = limits.lambda.ephemeralStorageMiB;
  for (const instance of instances) checkNeed(context, instance, 'ephemeralStorageMiB', limit);
  const storage = Math.max(storageMiB(instances), limit.min);
  if (instances.length > 1) reportSize(context, `${deployment.path}.servers`, storage, limit);
  return storage;
}

/** What a file writes has to be within the limit; of what a manifest asks for, only too much is wrong. */
export function checkNeed(
  context: PlanContext,
  { input, server, path }: Instance,
  key: 'memoryMiB' | 'ephemeralStorageMiB',
  limit: Limit,
): void {
  const at = `${path}.size.${key}`;
  const written = input.size?.[key];
  const needed = server.runtime[key];
  if (written !== undefined || needed === undefined || needed < (limit.min ?? 0)) {
    reportSize(context, at, written, limit);
    return;
  }
  const fix = `write a value within it: without one, it is what the deployment.json of ${server.key} says`;
  reportSize(context, at, needed, limit, fix);
}

/** Reports a size that a limit does not allow. */
export function reportSize(
  context: PlanContext,
  path: string,
  value: number | undefined,
  limit: Limit,
  fix = path.endsWith('.servers')
    ? 'split the deployment, or make its instances smaller'
    : 'use a value within it',
): void {
  const rule = value === undefined ? undefined : violation(limit, value);
  if (rule === undefined) return;
  const got = path.endsWith('.servers') ? `${value} MiB in all` : value;
  context.report({ code: 'limit-exceeded', path, value: got, rule, fix });
}
