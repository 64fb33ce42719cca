import type { Deployment, Instance, PlanContext } from '../context';
import { planHost } from '../hosts/hosts';
import type { FargateDeploymentPlan, FargateInstancePlan, LoadBalancerPlan } from '../model/fargate-plan';
import { SHARED_FUNCTION } from '../model/fleet-plan';
import { names, publicPaths } from '../model/names';
import type { Registry } from '../registry';
import { accessMode } from '../secrets';
import { thresholdsOf } from '../watching';
import { IDLE_MARGIN_SECONDS, checkFargate } from './rules';
import { FARGATE_TIMEOUT_SECONDS, planServices } from './services';

/** What a load balancer waits for a silent connection, unless answers take longer. */
const IDLE_SECONDS = 300;

/** Plans a front door on Fargate, and reports what it breaks. */
export function planFargate(
  context: PlanContext,
  deployment: Deployment,
  registry: Registry,
): FargateDeploymentPlan {
  const { name, input, instances } = deployment;
  const { environment } = context;
  const host = planHost(context, deployment);
  const services = planServices(context, deployment, registry);
  const refreshes = Object.values(services).some(({ refreshOn }) => refreshOn.length > 0);
  const plan: FargateDeploymentPlan = {
    name,
    stack: names.deploymentStack(environment.name, name),
    target: 'fargate',
    topology: input.topology,
    edge: 'alb',
    ...(host ? { host } : {}),
    architecture: input.architecture ?? 'arm64',
    loadBalancer: planLoadBalancer(context, deployment),
    containerInsights: environment.protected ? 'enhanced' : 'disabled',
    services,
    ...(refreshes ? { refresh: { name: names.secretRefresh(environment.name, name) } } : {}),
    instances: Object.fromEntries(instances.map((i) => [i.name, planInstance(context, deployment, i)])),
    tags: { Deployment: name },
  };
  checkFargate(context, deployment, plan);
  return plan;
}

function planLoadBalancer(context: PlanContext, { name, input, instances }: Deployment): LoadBalancerPlan {
  const { environment, aws } = context;
  const { access } = environment;
  const { jwt, allowedOrigins = [] } = typeof access === 'object' ? access : {};
  const longest = Math.max(
    ...instances.map(({ input: { timeoutSeconds } }) => timeoutSeconds ?? FARGATE_TIMEOUT_SECONDS),
  );
  return {
    name: names.loadBalancer(environment.name, name),
    exposure: input.exposure ?? 'internal',
    ...(input.clients ? { clients: input.clients } : {}),
    plainHttp: input.plainHttp ?? false,
    ...(input.webAclArn === undefined ? {} : { webAclArn: input.webAclArn }),
    idleTimeoutSeconds: Math.max(IDLE_SECONDS, longest + IDLE_MARGIN_SECONDS),
    deletionProtection: environment.protected ?? false,
    accessLogBucket: names.accessLogBucket(environment.name, name, aws.account, aws.region),
    ...(jwt?.alsoAt === 'edge'
      ? {
          jwt: {
            issuer: jwt.issuer,
            jwksUri: jwt.jwksUri ?? '',
            audiences: jwt.audiences,
            browsers: allowedOrigins.length > 0,
          },
        }
      : {}),
  };
}

function planInstance(context: PlanContext, { input }: Deployment, instance: Instance): FargateInstancePlan {
  const { name, server } = instance;
  const slowest = server.runtime.slowestCallSeconds;
  return {
    name,
    server: server.key,
    service: input.topology === 'multi-server' ? SHARED_FUNCTION : name,
    paths: publicPaths(name, accessMode(context) === 'jwt'),
    timeLimitSeconds: instance.input.timeoutSeconds ?? FARGATE_TIMEOUT_SECONDS,
    ...thresholdsOf(context, instance),
    ...(slowest === undefined ? {} : { slowestCallSeconds: slowest }),
  };
}
