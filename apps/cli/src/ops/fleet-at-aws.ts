import type {
  AwsFleetPlan,
  FargateDeploymentPlan,
  FunctionPlan,
  LambdaDeploymentPlan,
  ServicePlan,
} from '@mcp-fleet/plan';
import { sh } from './shell';

/** A function with the instances in it. */
export interface FunctionUnit {
  readonly deployment: LambdaDeploymentPlan;
  readonly plan: FunctionPlan;
  readonly instances: readonly string[];
}

/** A service with the instances in its tasks. */
export interface ServiceUnit {
  readonly deployment: FargateDeploymentPlan;
  readonly plan: ServicePlan;
  readonly cluster: string;
  readonly instances: readonly string[];
}

/** Where the lines of an instance are. */
export interface LogSource {
  readonly instance: string;
  readonly deployment: string;
  readonly logGroup: string;
  /** Whether other instances write to the same group. */
  readonly shared: boolean;
  readonly target: 'lambda' | 'fargate';
}

/** An environment at AWS, as operators look at it. */
export interface FleetAtAws {
  readonly plan: AwsFleetPlan;
  readonly functions: readonly FunctionUnit[];
  readonly services: readonly ServiceUnit[];
  readonly logs: readonly LogSource[];
  /** A command of the AWS CLI, with its quoting and the environment's Region. */
  readonly aws: typeof sh;
}

export function fleetAtAws(plan: AwsFleetPlan): FleetAtAws {
  const functions: FunctionUnit[] = [];
  const services: ServiceUnit[] = [];
  const logs: LogSource[] = [];
  for (const deployment of Object.values(plan.deployments)) {
    if (deployment.target === 'lambda') {
      functions.push(...functionsOf(deployment));
      logs.push(...functionLogs(deployment));
    } else {
      services.push(...servicesOf(deployment));
      logs.push(...taskLogs(deployment));
    }
  }
  const aws: typeof sh = (texts, ...words) => `aws ${sh(texts, ...words)} --region ${plan.aws.region}`;
  return { plan, functions, services, logs, aws };
}

function functionsOf(deployment: LambdaDeploymentPlan): FunctionUnit[] {
  const entries = Object.entries(deployment.instances);
  return Object.entries(deployment.functions).map(([key, plan]) => ({
    deployment,
    plan,
    instances: entries.filter(([, instance]) => instance.function === key).map(([name]) => name),
  }));
}

function servicesOf(deployment: FargateDeploymentPlan): ServiceUnit[] {
  const entries = Object.entries(deployment.instances);
  return Object.entries(deployment.services).map(([key, plan]) => ({
    deployment,
    plan,
    cluster: deployment.loadBalancer.name,
    instances: entries.filter(([, instance]) => instance.service === key).map(([name]) => name),
  }));
}

function functionLogs({ name, topology, functions, instances }: LambdaDeploymentPlan): LogSource[] {
  return Object.entries(instances).map(([instance, { function: key }]) => ({
    instance,
    deployment: name,
    logGroup: `/aws/lambda/${functions[key]?.name ?? key}`,
    shared: topology === 'multi-server',
    target: 'lambda',
  }));
}

/** Each instance has a container, and so a log group, of its own in either topology. */
function taskLogs({ name, services, instances }: FargateDeploymentPlan): LogSource[] {
  return Object.entries(instances).map(([instance, { service }]) => ({
    instance,
    deployment: name,
    logGroup: services[service]?.containers[instance]?.logGroupName ?? '',
    shared: false,
    target: 'fargate',
  }));
}
