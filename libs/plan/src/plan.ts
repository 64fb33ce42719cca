import type { FleetError } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import { isLaptop } from '@mcp-fleet/environment';
import { advise, adviseAcknowledgements } from './advice';
import { checkArns, checkStateKey } from './arn-rules';
import type { Deployment, Instance, PlanInput } from './context';
import { PlanContext } from './context';
import { planLaptop } from './docker';
import type {
  AwsFleetPlan,
  FleetPlan,
  ApiPlan,
  LambdaDeploymentPlan,
  LambdaInstancePlan,
  StatePlan,
  ThrottlePlan,
} from './fleet-plan';
import { SHARED_FUNCTION } from './fleet-plan';
import { planFargate } from './fargate';
import { checkListenerJwt } from './fargate-rules';
import { planFunctions } from './functions';
import { checkDomain, checkHost } from './host-rules';
import { domainPlan, planHost } from './hosts';
import { checkNames } from './name-rules';
import { names, publicPaths } from './names';
import { planNetwork } from './network';
import type { Registry } from './registry';
import { planRepositories, resolveRegistry } from './registry';
import { resolveDeployments } from './resolve';
import { checkEventRules, checkRotators } from './quota-rules';
import {
  checkConcurrency,
  checkRetired,
  checkDeployment,
  checkEnvironment,
  checkSharedConcurrency,
  checkThrottle,
} from './rules';
import { planSecretKey } from './secret-rules';
import { accessMode, planSecrets } from './secrets';
import { checkSettings } from './settings';
import { checkTimeouts, defaultTimeoutSeconds, edgeOf } from './timeouts';
import { planAlarms, planDashboard, thresholdsOf } from './watching';

/** Throttle of a front door: requests a second, and at once. */
const DEFAULT_THROTTLE: ThrottlePlan = { throttle: 1000, burst: 5000 };
const DEFAULT_STATE_PREFIX = 'mcp-fleet';

/** The plan, or all errors of the environment. */
export type PlanResult =
  | { readonly plan: FleetPlan; readonly errors: readonly [] }
  | { readonly plan?: undefined; readonly errors: readonly FleetError[] };

/**
 * Turns one environment into everything its stacks are made from: instances, defaults, names, routes, sizes, secrets
 * and images, and finds every rule that it breaks. Pure: no files, no AWS, and the same result for the same input.
 */
export function planFleet(environment: Environment, input: PlanInput): PlanResult {
  const context = new PlanContext(environment, input);
  const plan = isLaptop(environment) ? planLaptop(context) : planAtAws(context);
  adviseAcknowledgements(context);
  return context.errors.length > 0 ? { errors: context.errors } : { plan, errors: [] };
}

function planAtAws(context: PlanContext): AwsFleetPlan {
  const { environment } = context;
  checkEnvironment(context);
  checkStateKey(context);
  advise(context);
  const registry = resolveRegistry(context);
  const deployments = resolveDeployments(context);
  for (const instance of deployments.flatMap(({ instances }) => instances)) checkSettings(context, instance);
  checkNames(context, deployments);
  checkDomain(context);
  checkListenerJwt(context);
  const network = planNetwork(context, deployments);
  const domain = domainPlan(environment);
  const alarms = planAlarms(context);
  const dashboard = planDashboard(context);
  const secretKey = planSecretKey(context);
  checkRetired(context, { network: network?.kind === 'own', dashboard: dashboard !== undefined });
  const secrets = planSecrets(context, deployments);
  checkRotators(context);
  const repositories = planRepositories(context, deployments);
  const plans = deployments.map((deployment) =>
    deployment.input.target === 'fargate'
      ? planFargate(context, deployment, registry)
      : planLambda(context, deployment, registry),
  );
  checkConcurrency(
    context,
    plans.filter((plan) => plan.target === 'lambda'),
  );
  checkEventRules(context, plans);
  checkArns(context);
  return {
    environment: environment.name,
    protected: environment.protected ?? false,
    aws: context.aws,
    state: statePlan(environment),
    tags: { Application: 'mcp-servers', Environment: environment.name },
    foundation: {
      stack: names.foundationStack(environment.name),
      repositories,
      secrets,
      ...(secretKey ? { secretKey } : {}),
    },
    ...(network ? { network } : {}),
    ...(domain ? { domain } : {}),
    ...(alarms ? { alarms } : {}),
    ...(dashboard ? { dashboard } : {}),
    maskLogs: environment.observability?.maskLogs ?? true,
    deployments: Object.fromEntries(plans.map((deployment) => [deployment.name, deployment])),
    retired: environment.retired ?? [],
    acknowledged: context.acknowledged,
    warnings: context.warnings,
  };
}

function planLambda(context: PlanContext, deployment: Deployment, registry: Registry): LambdaDeploymentPlan {
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

function statePlan({ state }: Environment): StatePlan {
  if (state === undefined || state === 'local') return { kind: 'local' };
  const { bucket, region, prefix = DEFAULT_STATE_PREFIX, kmsKeyArn } = state.s3;
  return { kind: 's3', bucket, region, prefix, ...(kmsKeyArn ? { kmsKeyArn } : {}) };
}

/** Without the keys that are undefined, which would hide a default. */
function defined<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
