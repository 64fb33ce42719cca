import { limits } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from '../context';
import { planImage, uniqueServers } from '../images';
import type { FunctionPlan, ImagePlan } from '../model/fleet-plan';
import { SHARED_FUNCTION } from '../model/fleet-plan';
import { names } from '../model/names';
import { egressPorts } from '../network/egress-ports';
import { parameterArns, permissionsOf } from '../permissions';
import type { Registry } from '../registry';
import { routerDeployment } from '../router-deployment';
import { ACCESS_SECRET, accessMode, hasSecrets, refreshedSecrets } from '../secrets';
import { checkNeed, functionMemoryMiB, memoryMiB, reportSize, storageMiB } from '../sizes';
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
