import type {
  DeploymentPlan,
  DockerDeploymentPlan,
  FargateDeploymentPlan,
  InstancePlan,
  LambdaDeploymentPlan,
} from '@mcp-fleet/plan';
import { names } from '@mcp-fleet/plan';
import { record } from '../changes/plan-json';
import type { Session } from '../session';
import { deploymentOf } from '../session';
import { isEmpty } from '../state/stack-state';
import type { FrontDoorOutput } from './front-door';
import { frontDoorOf } from './front-door';

/** A server as clients and operators find it. */
export interface ServerOutput {
  readonly deployment: string;
  readonly server: string;
  /** For MCP clients. */
  readonly address: string;
  readonly health: string;
  /** Name of the function, service or container that it runs in. */
  readonly function: string;
  /** Group of its logs at AWS; on a laptop the command that shows them. */
  readonly logGroup: string;
}

/** What an environment offers now. */
export interface EnvironmentOutputs {
  readonly environment: string;
  readonly place: 'aws' | 'laptop';
  readonly access: 'public' | 'token' | 'jwt';
  /** By instance. */
  readonly servers: Readonly<Record<string, ServerOutput>>;
  /** What operators need of each deployment at AWS. */
  readonly frontDoors: Readonly<Record<string, FrontDoorOutput>>;
  /** Addresses that tasks call from, for allow lists of what they call. Empty where they have none of their own. */
  readonly callsFrom: readonly string[];
  /** Stacks of the file that are not applied. */
  readonly notDeployed: readonly string[];
}

/** Reads the outputs of every deployment's state, and of the network's. */
export async function readOutputs(session: Session): Promise<EnvironmentOutputs> {
  const { plan, stacks, states } = session;
  const servers: Record<string, ServerOutput> = {};
  const frontDoors: Record<string, FrontDoorOutput> = {};
  const callsFrom: string[] = [];
  const notDeployed: string[] = [];
  for (const stack of stacks) {
    const deployment = deploymentOf(session, stack.name);
    const isNetwork = stack.name === names.networkStack(plan.environment);
    if (deployment === undefined && !isNetwork) continue;
    if (isEmpty(await states.read(stack.name))) {
      if (deployment) notDeployed.push(stack.name);
      continue;
    }
    await stack.init();
    const outputs = await stack.outputs();
    if (deployment === undefined) {
      callsFrom.push(...Object.values(record(outputs['nat_ip_addresses'])).map(String));
    } else if (deployment.target === 'docker') {
      Object.assign(servers, containedServers(plan.environment, deployment, outputs));
    } else {
      const runsIn = deployment.target === 'lambda' ? functionsOf(deployment) : servicesOf(deployment);
      Object.assign(servers, serversOf(deployment, outputs, runsIn));
      frontDoors[deployment.name] = frontDoorOf(deployment, outputs);
    }
  }
  return {
    environment: plan.environment,
    place: plan.aws ? 'aws' : 'laptop',
    access: accessOf(plan.deployments),
    servers,
    frontDoors,
    callsFrom,
    notDeployed,
  };
}

function containedServers(
  environment: string,
  deployment: DockerDeploymentPlan,
  outputs: Readonly<Record<string, unknown>>,
): Record<string, ServerOutput> {
  return Object.fromEntries(
    Object.entries(record(outputs['servers'])).map(([instance, url]): [string, ServerOutput] => {
      const planned = deployment.instances[instance];
      const address = String(url);
      return [
        instance,
        {
          deployment: deployment.name,
          server: planned?.server ?? instance,
          address,
          health: address.replace(/\/mcp$/, '/health'),
          function: String(record(outputs['containers'])[planned?.container ?? instance] ?? ''),
          logGroup: `nx run ${environment}:logs -- ${instance}`,
        },
      ];
    }),
  );
}

/** Where an instance runs, as the outputs of its stack name it. */
type RunsIn = (
  instance: string,
  outputs: Outputs,
) => { readonly function: string; readonly logGroup: string };
type Outputs = Readonly<Record<string, unknown>>;

function functionsOf({ instances }: LambdaDeploymentPlan): RunsIn {
  return (instance, outputs) => {
    const key = instances[instance]?.function ?? instance;
    const arn = textOf(outputs, 'functions', key);
    return {
      function: arn.replace(/^arn:[^:]+:lambda:[^:]+:\d+:function:/, ''),
      logGroup: textOf(outputs, 'log_groups', key),
    };
  };
}

/** Each instance has a container, and so a log group, of its own in either topology. */
function servicesOf({ instances }: FargateDeploymentPlan): RunsIn {
  return (instance, outputs) => ({
    function: textOf(outputs, 'services', instances[instance]?.service ?? instance),
    logGroup: textOf(outputs, 'log_groups', instance),
  });
}

function textOf(outputs: Outputs, output: string, key: string): string {
  return String(record(outputs[output])[key] ?? '');
}

function serversOf(
  { name, instances }: { name: string; instances: Readonly<Record<string, InstancePlan>> },
  outputs: Outputs,
  runsIn: RunsIn,
): Record<string, ServerOutput> {
  return Object.fromEntries(
    Object.keys(record(outputs['servers'])).map((instance): [string, ServerOutput] => {
      const address = textOf(outputs, 'servers', instance);
      return [
        instance,
        {
          deployment: name,
          server: instances[instance]?.server ?? instance,
          address,
          health: address.replace(/\/mcp$/, '/health'),
          ...runsIn(instance, outputs),
        },
      ];
    }),
  );
}

function accessOf(deployments: Readonly<Record<string, DeploymentPlan>>): EnvironmentOutputs['access'] {
  return Object.values(deployments).map(accessModeOf)[0] ?? 'public';
}

function accessModeOf(deployment: DeploymentPlan): EnvironmentOutputs['access'] {
  // The routers behind the front one of a task check nothing.
  const fronts =
    deployment.target === 'fargate'
      ? Object.values(deployment.services).map((service) => service.containers[service.frontContainer])
      : Object.values(deployment.target === 'docker' ? deployment.containers : deployment.functions);
  return fronts[0]?.router.access.mode ?? 'public';
}
