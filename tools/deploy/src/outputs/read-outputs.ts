import type { DeploymentPlan } from '@mcp-fleet/plan';
import { record } from '../changes/plan-json';
import type { Session } from '../session';
import { deploymentOf } from '../session';
import { isEmpty } from '../state/stack-state';

/** A server as clients and operators find it. */
export interface ServerOutput {
  readonly deployment: string;
  readonly server: string;
  /** For MCP clients. */
  readonly address: string;
  readonly health: string;
  readonly function: string;
  readonly logGroup: string;
}

/** What an environment offers now. */
export interface EnvironmentOutputs {
  readonly environment: string;
  readonly access: 'public' | 'token' | 'jwt';
  /** By instance. */
  readonly servers: Readonly<Record<string, ServerOutput>>;
  /** Stacks of the file that are not applied. */
  readonly notDeployed: readonly string[];
}

/** Reads the outputs of every deployment's state. */
export async function readOutputs(session: Session): Promise<EnvironmentOutputs> {
  const { plan, stacks, states } = session;
  const servers: Record<string, ServerOutput> = {};
  const notDeployed: string[] = [];
  for (const stack of stacks) {
    const deployment = deploymentOf(session, stack.name);
    if (deployment === undefined) continue;
    if (isEmpty(await states.read(stack.name))) {
      notDeployed.push(stack.name);
      continue;
    }
    await stack.init();
    Object.assign(servers, serversOf(deployment, await stack.outputs()));
  }
  return { environment: plan.environment, access: accessOf(plan.deployments), servers, notDeployed };
}

function serversOf(
  deployment: DeploymentPlan,
  outputs: Readonly<Record<string, unknown>>,
): Record<string, ServerOutput> {
  const text = (output: string, key: string) => String(record(outputs[output])[key] ?? '');
  return Object.fromEntries(
    Object.keys(record(outputs['servers'])).map((instance): [string, ServerOutput] => {
      const planned = deployment.instances[instance];
      const key = planned?.function ?? instance;
      const address = text('servers', instance);
      return [
        instance,
        {
          deployment: deployment.name,
          server: planned?.server ?? instance,
          address,
          health: address.replace(/\/mcp$/, '/health'),
          function: text('functions', key).replace(/^arn:[^:]+:lambda:[^:]+:\d+:function:/, ''),
          logGroup: text('log_groups', key),
        },
      ];
    }),
  );
}

function accessOf(deployments: Readonly<Record<string, DeploymentPlan>>): EnvironmentOutputs['access'] {
  const functions = Object.values(deployments).flatMap((deployment) => Object.values(deployment.functions));
  return functions[0]?.router.access.mode ?? 'public';
}
