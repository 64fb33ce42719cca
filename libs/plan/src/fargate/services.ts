import {
  drainSeconds,
  fargateSizes,
  isFargateSize,
  limits,
  smallestFargateSize,
  stopTimeoutSeconds,
  violation,
} from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from '../context';
import { planImage } from '../images';
import type { ScalingPlan, ServicePlan, TaskContainerPlan } from '../model/fargate-plan';
import { SHARED_FUNCTION } from '../model/fleet-plan';
import { names } from '../model/names';
import type { RouterDeployment } from '../model/router-variables';
import { egressPorts } from '../network/egress-ports';
import { parameterArns, permissionsOf } from '../permissions';
import type { Registry } from '../registry';
import { ROUTER_REPOSITORY } from '../registry';
import { routerDeployment } from '../router-deployment';
import { FIRST_INNER_PORT, INNER_PORTS } from '../rules/fixed-ports';
import { ACCESS_SECRET, accessMode, hasSecrets, refreshedSecrets } from '../secrets';
import { memoryMiB, storageMiB } from '../sizes';

/** Longest answer where nothing else is written: a load balancer may be silent for 300 seconds. */
export const FARGATE_TIMEOUT_SECONDS = 290;
/** Of a CPU. */
const UNITS = 1024;
const SIZES_SOURCE = '[docs:AmazonECS/fargate-tasks-services]';
/** A quarter of a CPU, for one server. */
const ONE_SERVER_CPU = 256;
/** CPU of a task by the number of servers in it, where none says what it needs. */
const SHARED_CPU: readonly { readonly upTo: number; readonly cpu: number }[] = [
  { upTo: 1, cpu: ONE_SERVER_CPU },
  { upTo: 3, cpu: 512 },
  { upTo: 5, cpu: 1024 },
];
/** What the front router of a task may use. */
const FRONT_MEMORY_MIB = 128;
/** Tasks of a service: at least where protected, and at most. */
const PROTECTED_TASKS = 2;
const MOST_TASKS = 10;
/** Seconds that calls get to end at least, however short they are said to be. */
const LEAST_CALL_SECONDS = 60;
/** By which a call may be slower than its manifest says. */
const CALL_MARGIN_SECONDS = 5;
const STORAGE_GIB = 20;

/** The services of a deployment: one an instance, or one that all share. */
export function planServices(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
): Record<string, ServicePlan> {
  // Sorted, so that the order in the file changes nothing at AWS.
  const instances = [...deployment.instances].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (deployment.input.topology === 'multi-server') {
    return { [SHARED_FUNCTION]: sharedService(context, deployment, registry, instances) };
  }
  return Object.fromEntries(
    instances.map((instance) => [instance.name, ownService(context, deployment, registry, instance)]),
  );
}

function ownService(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
  instance: Instance,
): ServicePlan {
  const container = serverContainer(context, deployment, registry, instance, 'single');
  return {
    ...service(context, deployment, [instance], instance.name),
    ...ownSize(context, instance),
    frontContainer: instance.name,
    containers: { [instance.name]: container },
    tags: { Server: instance.name },
  };
}

function sharedService(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
  instances: readonly Instance[],
): ServicePlan {
  const { containerMemoryMiB } = limits.ecs;
  const inner = instances.map((instance, i): [string, TaskContainerPlan] => {
    const port = FIRST_INNER_PORT + i * INNER_PORTS;
    return [
      instance.name,
      {
        ...serverContainer(context, deployment, registry, instance, 'inner'),
        memoryMiB: Math.max(memoryMiB(instance), containerMemoryMiB.min),
        variables: { MCP_ROUTER_PORT: String(port), MCP_ROUTER_CHILD_PORT: String(port + 1) },
      },
    ];
  });
  return {
    ...service(context, deployment, instances),
    ...sharedSize(context, deployment, instances),
    frontContainer: ROUTER_REPOSITORY,
    containers: {
      [ROUTER_REPOSITORY]: frontContainer(context, deployment, registry, Object.fromEntries(inner)),
      ...Object.fromEntries(inner),
    },
    tags: { Type: 'multi-server' },
  };
}

/** @param alone name of the instance, where it has the service for itself. */
function service(
  context: PlanContext,
  deployment: Deployment,
  instances: readonly Instance[],
  alone?: string,
) {
  const { environment } = context;
  const { capacity = 'on-demand' } = deployment.input;
  const storageGiB = Math.ceil(storageMiB(instances) / 1024);
  checkStorage(context, deployment, storageGiB, alone);
  return {
    name: names.service(environment.name, deployment.name, alone),
    targetGroupName: names.targetGroup(environment.name, deployment.name, alone),
    ...(storageGiB > STORAGE_GIB ? { ephemeralStorageGiB: storageGiB } : {}),
    architecture: deployment.input.architecture ?? 'arm64',
    capacity,
    scaling: scalingOf(context, instances),
    deregistrationDelaySeconds: Math.min(
      Math.max(
        LEAST_CALL_SECONDS,
        // Else the load balancer would cut what a router still answers.
        drainSeconds(stopTimeoutSeconds(capacity)),
        ...instances.map(longestAnswerSeconds),
      ),
      limits.loadBalancer.deregistrationDelaySeconds.max,
    ),
    exec: deployment.input.debug?.exec ?? false,
    refreshOn: refreshedSecrets(context, instances),
    egressPorts: egressPorts(context, instances),
    parameterArns: parameterArns(context, instances),
    permissions: permissionsOf(context, instances),
  };
}

/** As the file limits it, else as the manifest knows it; the router ends what takes longer than its own limit. */
function longestAnswerSeconds({ input, server }: Instance): number {
  const { slowestCallSeconds: slowest = FARGATE_TIMEOUT_SECONDS } = server.runtime;
  return input.timeoutSeconds ?? Math.min(slowest + CALL_MARGIN_SECONDS, FARGATE_TIMEOUT_SECONDS);
}

function serverContainer(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
  instance: Instance,
  role: 'single' | 'inner',
): TaskContainerPlan {
  const { environment } = context;
  const all = fargateRouter(context, deployment, [instance]);
  const router: RouterDeployment =
    role === 'single' ? all : { ...all, role, access: { mode: 'public' }, allowedOrigins: undefined };
  return {
    image: planImage(context, deployment, registry, instance.server.key, [instance.server]),
    logGroupName: names.taskLogGroup(environment.name, deployment.name, instance.name),
    variables: {},
    secrets: {
      ...(role === 'single' && accessMode(context) === 'token' ? accessSecret() : {}),
      ...(hasSecrets(instance) ? { [secretVariable(instance.name)]: instance.name } : {}),
    },
    router,
  };
}

/** The router that clients reach: it checks access and knows where each instance is, and holds no server. */
function frontContainer(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
  inner: Readonly<Record<string, TaskContainerPlan>>,
): TaskContainerPlan {
  const all = fargateRouter(context, deployment, deployment.instances);
  const instances = Object.entries(all.instances)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { server, timeoutSeconds }]) => [
      name,
      {
        server,
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        upstream: `http://127.0.0.1:${inner[name]?.variables['MCP_ROUTER_PORT']}`,
      },
    ]);
  return {
    image: planImage(context, deployment, registry, ROUTER_REPOSITORY, []),
    memoryMiB: FRONT_MEMORY_MIB,
    logGroupName: names.taskLogGroup(context.environment.name, deployment.name, ROUTER_REPOSITORY),
    variables: {},
    secrets: accessMode(context) === 'token' ? accessSecret() : {},
    router: {
      ...all,
      role: 'front',
      instances: Object.fromEntries(instances) as RouterDeployment['instances'],
    },
  };
}

function fargateRouter(
  context: PlanContext,
  deployment: Deployment,
  instances: readonly Instance[],
): RouterDeployment {
  return routerDeployment(context, deployment, instances, {
    edge: 'streaming',
    defaultTimeoutSeconds: FARGATE_TIMEOUT_SECONDS,
  });
}

/** The variable that the router reads the whole secret of an instance from. */
function secretVariable(key: string): string {
  return `MCP_SECRET_${key.replaceAll('-', '_').toUpperCase()}`;
}

function accessSecret(): Record<string, string> {
  return { [secretVariable(ACCESS_SECRET)]: ACCESS_SECRET };
}

/** The bounds of tasks; those of a shared service are the highest of its instances. */
function scalingOf({ environment }: PlanContext, instances: readonly Instance[]): ScalingPlan {
  const one = instances.some(({ server }) => server.runtime.sessions === 'per-client');
  const least = one || !environment.protected ? 1 : PROTECTED_TASKS;
  const all = instances.map(({ input }) => input.scaling ?? {});
  const bounds = all.map((scaling) => {
    const min = scaling.min ?? Math.min(least, scaling.max ?? least);
    return { min, max: scaling.max ?? (one ? min : Math.max(MOST_TASKS, min)) };
  });
  const lowest = (key: 'requestsPerTarget' | 'cpuPercent' | 'memoryPercent') => {
    const written = all.flatMap((scaling) => scaling[key] ?? []);
    return written.length > 0 ? { [key]: Math.min(...written) } : {};
  };
  const schedules = Object.assign({}, ...all.map((scaling) => scaling.schedules ?? {})) as NonNullable<
    ScalingPlan['schedules']
  >;
  return {
    min: Math.max(...bounds.map(({ min }) => min)),
    max: Math.max(...bounds.map(({ max }) => max)),
    ...lowest('requestsPerTarget'),
    ...lowest('cpuPercent'),
    ...lowest('memoryPercent'),
    ...(Object.keys(schedules).length > 0 ? { schedules } : {}),
  };
}

/** The size of a task with one server: as written, or the smallest that holds what is written. */
function ownSize(context: PlanContext, instance: Instance): { cpu: number; memoryMiB: number } {
  const { cpus, memoryMiB: memory } = instance.input.size ?? {};
  const cpu = cpus === undefined ? ONE_SERVER_CPU : cpus * UNITS;
  if (cpus !== undefined && memory !== undefined) {
    if (!isFargateSize(cpu, memory)) reportPair(context, `${instance.path}.size`, cpus, memory);
    return { cpu, memoryMiB: memory };
  }
  return fitted(context, `${instance.path}.size`, cpu, memory ?? memoryMiB(instance));
}

/** The size of a task with several: what they need together and the front router, rounded up. */
function sharedSize(context: PlanContext, deployment: Deployment, instances: readonly Instance[]) {
  const count = instances.length;
  const byCount = SHARED_CPU.find(({ upTo }) => count <= upTo)?.cpu ?? 1024 * Math.ceil(count / 5);
  const written = instances.reduce((sum, { input }) => sum + (input.size?.cpus ?? 0) * UNITS, 0);
  const memory = instances.reduce((sum, instance) => sum + memoryMiB(instance), FRONT_MEMORY_MIB);
  return fitted(context, `${deployment.path}.servers`, Math.max(byCount, written), memory);
}

function fitted(context: PlanContext, path: string, cpu: number, memory: number) {
  const size = smallestFargateSize(cpu, memory);
  if (size !== undefined) return size;
  context.report({
    code: 'fargate-size',
    path,
    value: `${cpu / UNITS} CPUs, ${memory} MiB`,
    rule: `a Fargate task has at most 16 CPUs and 122,880 MiB ${SIZES_SOURCE}`,
    fix: path.endsWith('.servers') ? "split the deployment, or use topology 'per-server'" : 'ask for less',
  });
  return { cpu, memoryMiB: memory };
}

/** In CPUs, as the file has them. */
function reportPair(context: PlanContext, path: string, cpus: number, memory: number): void {
  const choices = fargateSizes.get(cpus * UNITS)?.memoryMiB;
  const sizes = [...fargateSizes.keys()].map((units) => units / UNITS);
  context.report({
    code: 'fargate-size',
    path,
    value: { cpus, memoryMiB: memory },
    rule: `${
      choices === undefined
        ? `a Fargate task has ${sizes.join(', ')} CPUs`
        : `with cpus ${cpus} a Fargate task has a memoryMiB of ${choices.join(', ')}`
    } ${SIZES_SOURCE}`,
    fix: 'write one of these, or leave out cpus or memoryMiB: it is fitted to the other',
  });
}

function checkStorage(context: PlanContext, { path }: Deployment, storageGiB: number, alone?: string): void {
  const rule = storageGiB > STORAGE_GIB ? violation(limits.ecs.ephemeralStorageGiB, storageGiB) : undefined;
  if (rule === undefined) return;
  context.report({
    code: 'limit-exceeded',
    path: alone === undefined ? `${path}.servers` : `${path}.servers.${alone}.size.ephemeralStorageMiB`,
    value: `${storageGiB} GiB`,
    rule,
    fix:
      alone === undefined
        ? 'ask for less with size.ephemeralStorageMiB, or split the deployment'
        : 'ask for less',
  });
}
