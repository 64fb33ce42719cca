import { limits } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from '../context';
import { contentOf, imageTag, uniqueServers } from '../images';
import type {
  ContainerPlan,
  DockerDeploymentPlan,
  DockerInstancePlan,
  LocalImagePlan,
} from '../model/docker-plan';
import type { LaptopFleetPlan } from '../model/fleet-plan';
import { SHARED_FUNCTION } from '../model/fleet-plan';
import { names, publicPaths } from '../model/names';
import { resolveDeployments } from '../resolve';
import { routerDeployment } from '../router-deployment';
import { checkNames } from '../rules/name-rules';
import { ACCESS_SECRET, accessMode, hasSecrets } from '../secrets';
import { checkSettings } from '../settings';
import { checkNeed, functionMemoryMiB, memoryMiB, reportSize, storageMiB } from '../sizes';
import { planEnvFile } from './env-file';
import { checkPorts, instancePort, sharedPort } from './ports';

/** Longest answer: nothing between client and router gives up earlier. */
const DEFAULT_TIMEOUT_SECONDS = 300;
/** The router's own bound. */
const LONGEST_TIMEOUT_SECONDS = 3600;
const DEFAULT_CPUS = 1;
const DEFAULT_STORAGE_MIB = 512;

/** Plans an environment of containers on a laptop. */
export function planLaptop(context: PlanContext): LaptopFleetPlan {
  const { environment } = context;
  const deployments = resolveDeployments(context);
  for (const instance of deployments.flatMap(({ instances }) => instances)) {
    checkSettings(context, instance);
    checkRights(context, instance);
    checkTimeout(context, instance);
    checkSizes(context, instance);
  }
  checkNames(context, deployments);
  checkPorts(context, deployments);
  const plans = deployments.map((deployment) => planDeployment(context, deployment));
  return {
    environment: environment.name,
    protected: false,
    state: { kind: 'local' },
    tags: { Application: 'mcp-servers', Environment: environment.name },
    deployments: Object.fromEntries(plans.map((deployment) => [deployment.name, deployment])),
    retired: environment.retired ?? [],
    acknowledged: context.acknowledged,
    warnings: context.warnings,
    envFile: planEnvFile(context, deployments),
  };
}

function planDeployment(context: PlanContext, deployment: Deployment): DockerDeploymentPlan {
  const { name, input, instances } = deployment;
  const { environment } = context;
  const shared = input.topology === 'multi-server';
  // Sorted, so that the order in the file changes nothing.
  const together = [...instances].sort((a, b) => (a.name < b.name ? -1 : 1));
  const containers: Record<string, ContainerPlan> = shared
    ? { [SHARED_FUNCTION]: planContainer(context, deployment, together) }
    : Object.fromEntries(
        instances.map((instance) => [
          instance.name,
          planContainer(context, deployment, [instance], instance),
        ]),
      );
  return {
    name,
    stack: names.deploymentStack(environment.name, name),
    target: 'docker',
    topology: input.topology,
    architecture: architectureOf(context, deployment),
    network: names.network(environment.name, name),
    containers,
    instances: Object.fromEntries(
      instances.map((i) => [i.name, planInstance(context, i, shared ? SHARED_FUNCTION : i.name, containers)]),
    ),
    tags: { Deployment: name },
  };
}

/** @param alone the instance, where it does not share the container. */
function planContainer(
  context: PlanContext,
  deployment: Deployment,
  instances: readonly Instance[],
  alone?: Instance,
): ContainerPlan {
  return {
    name: names.container(context.environment.name, deployment.name, alone?.name),
    image: planImage(context, deployment, instances, alone),
    hostPort: alone ? instancePort(alone) : sharedPort(deployment),
    memoryMiB: Math.max(alone ? memoryMiB(alone) : functionMemoryMiB(instances), limits.docker.memoryMiB.min),
    // An engine refuses more than the computer has, so that CPUs are never added up.
    cpus: Math.max(DEFAULT_CPUS, ...instances.map(({ input }) => input.size?.cpus ?? 0)),
    temporaryStorageMiB: temporaryStorage(instances),
    secrets: [
      ...(accessMode(context) === 'token' ? [ACCESS_SECRET] : []),
      ...instances.filter(hasSecrets).map(({ name }) => name),
    ],
    router: routerDeployment(context, deployment, instances, {
      edge: 'streaming',
      defaultTimeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
    }),
  };
}

/** One /tmp for all of them. What is less than the default has to be written out. */
function temporaryStorage(instances: readonly Instance[]): number {
  const sum = storageMiB(instances);
  const [only, ...more] = instances;
  return more.length === 0 && only?.input.size?.ephemeralStorageMiB !== undefined
    ? sum
    : Math.max(sum, DEFAULT_STORAGE_MIB);
}

function planImage(
  context: PlanContext,
  deployment: Deployment,
  instances: readonly Instance[],
  alone: Instance | undefined,
): LocalImagePlan {
  const servers = uniqueServers(instances);
  const architecture = architectureOf(context, deployment);
  return {
    name: alone
      ? names.localImage(alone.server.key)
      : names.sharedLocalImage(context.environment.name, deployment.name),
    tag: imageTag(servers, architecture, context.input.imageRecipe),
    architecture,
    contents: Object.fromEntries(servers.map((server) => [server.key, contentOf(server)])),
  };
}

function planInstance(
  context: PlanContext,
  { name, server }: Instance,
  container: string,
  containers: Readonly<Record<string, ContainerPlan>>,
): DockerInstancePlan {
  const paths = publicPaths(name, accessMode(context) === 'jwt');
  const slowest = server.runtime.slowestCallSeconds;
  return {
    name,
    server: server.key,
    container,
    url: `http://127.0.0.1:${containers[container]?.hostPort}${paths.mcp}`,
    paths,
    ...(slowest === undefined ? {} : { slowestCallSeconds: slowest }),
  };
}

function architectureOf({ input }: PlanContext, deployment: Deployment): 'arm64' | 'x86_64' {
  return deployment.input.architecture ?? input.hostArchitecture ?? 'x86_64';
}

/** A function or a task has a role; nothing gives a container on a laptop any rights at AWS. */
function checkRights(context: PlanContext, { server, path }: Instance): void {
  if (server.permissions.length === 0) return;
  context.report({
    code: 'server-not-deployable',
    path,
    value: server.key,
    rule: 'this server uses AWS with the role of its function, and a container on a laptop has none',
    fix: "deploy it at AWS: target 'lambda'",
  });
}

function checkTimeout(context: PlanContext, { input: { timeoutSeconds }, path }: Instance): void {
  if (timeoutSeconds === undefined || timeoutSeconds <= LONGEST_TIMEOUT_SECONDS) return;
  context.report({
    code: 'timeout-too-long',
    path: `${path}.timeoutSeconds`,
    value: timeoutSeconds,
    rule: `the router ends an answer after ${LONGEST_TIMEOUT_SECONDS} seconds at the latest`,
    fix: `write ${LONGEST_TIMEOUT_SECONDS} or less`,
  });
}

function checkSizes(context: PlanContext, instance: Instance): void {
  const { memoryMiB, temporaryStorageMiB, cpus } = limits.docker;
  checkNeed(context, instance, 'memoryMiB', memoryMiB);
  checkNeed(context, instance, 'ephemeralStorageMiB', temporaryStorageMiB);
  reportSize(context, `${instance.path}.size.cpus`, instance.input.size?.cpus, cpus);
}
