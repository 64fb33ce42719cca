import type { Deployment, Instance, PlanContext } from '../context';
import { planHost } from '../hosts/hosts';
import { checkHost } from '../hosts/rules';
import type { ApiPlan, LambdaDeploymentPlan, LambdaInstancePlan, ThrottlePlan } from '../model/fleet-plan';
import { SHARED_FUNCTION } from '../model/fleet-plan';
import { names, publicPaths } from '../model/names';
import type { Registry } from '../registry';
import { checkThrottle } from '../rules/throttle-rules';
import { accessMode } from '../secrets';
import { thresholdsOf } from '../watching';
import { planFunctions } from './functions';
import { checkDeployment, checkSharedConcurrency } from './rules';
import { checkTimeouts, defaultTimeoutSeconds, edgeOf } from './timeouts';

/** Throttle of a front door: requests a second, and at once. */
const DEFAULT_THROTTLE: ThrottlePlan = { throttle: 1000, burst: 5000 };

/** The functions of a deployment behind their API. */
export function planLambda(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
): LambdaDeploymentPlan {
  const { name, input, instances } = deployment;
  const { environment } = context;
  checkTimeouts(context, deployment);
  checkHost(context, deployment);
  const host = planHost(context, deployment);
  for (const instance of instances) {
    checkThrottle(context, `${instance.path}.limits`, instance.input.limits);
  }
  const plan: LambdaDeploymentPlan = {
    name,
    stack: names.deploymentStack(environment.name, name),
    target: 'lambda',
    topology: input.topology,
    edge: edgeOf(deployment),
    ...(host ? { host } : {}),
    architecture: input.architecture ?? 'arm64',
    api: planApi(context, deployment),
    vpc: input.vpc ?? false,
    functions: planFunctions(context, deployment, registry),
    instances: Object.fromEntries(instances.map((i) => [i.name, planInstance(context, deployment, i)])),
    tags: { Deployment: name },
  };
  checkSharedConcurrency(context, deployment);
  checkDeployment(context, deployment, plan);
  return plan;
}

function planApi({ environment }: PlanContext, { name }: Deployment): ApiPlan {
  const { access } = environment;
  const jwt = typeof access === 'object' ? access.jwt : undefined;
  const { issuer, audiences, scopes = [] } = jwt ?? { issuer: '', audiences: [] };
  return {
    name: names.api(environment.name, name),
    throttle: { ...DEFAULT_THROTTLE, ...defined(environment.limits) },
    allowedOrigins: typeof access === 'object' ? (access.allowedOrigins ?? []) : [],
    ...(jwt?.alsoAt === 'edge' ? { authorizer: { issuer, audiences, scopes } } : {}),
  };
}

function planInstance(context: PlanContext, deployment: Deployment, instance: Instance): LambdaInstancePlan {
  const { input } = deployment;
  const { limits } = instance.input;
  const slowest = instance.server.runtime.slowestCallSeconds;
  return {
    name: instance.name,
    server: instance.server.key,
    function: input.topology === 'multi-server' ? SHARED_FUNCTION : instance.name,
    paths: publicPaths(instance.name, accessMode(context) === 'jwt'),
    timeLimitSeconds: instance.input.timeoutSeconds ?? defaultTimeoutSeconds(edgeOf(deployment)),
    ...thresholdsOf(context, instance),
    ...(limits
      ? { throttle: { ...DEFAULT_THROTTLE, ...defined(context.environment.limits), ...defined(limits) } }
      : {}),
    ...(slowest === undefined ? {} : { slowestCallSeconds: slowest }),
  };
}

/** Without the keys that are undefined, which would hide a default. */
function defined<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
