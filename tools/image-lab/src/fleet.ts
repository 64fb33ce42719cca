import type { Catalog } from '@mcp-fleet/catalog';
import { loadFleet, planLoaded } from '@mcp-fleet/fleet';
import type { AwsFleetPlan, FunctionPlan, RouterDeployment, ServicePlan } from '@mcp-fleet/plan';
import { routerVariables } from '@mcp-fleet/plan';

/** The lab's environments, planned as any other. */
export interface LabFleet {
  readonly plans: Readonly<Record<LabEnvironment, AwsFleetPlan>>;
  readonly catalog: Catalog;
}

export const ENVIRONMENTS = ['lab', 'arm', 'task'] as const;
export type LabEnvironment = (typeof ENVIRONMENTS)[number];

/** Where the plan has what runs an image. */
export interface PlaceInPlan {
  readonly environment: LabEnvironment;
  readonly deployment: string;
  /** @default - the only one of its deployment */
  readonly key?: string;
}

/** @throws FleetErrors with all errors of the lab's environments. */
export function planLab(root: string): LabFleet {
  const planned = ENVIRONMENTS.map((environment) => {
    const fleet = loadFleet({ root, environment });
    const [plan] = planLoaded(fleet, true);
    if (!plan?.aws) throw new Error(`environment ${environment} of the lab is at AWS`);
    return { environment, plan, catalog: fleet.catalog };
  });
  const plans = Object.fromEntries(planned.map(({ environment, plan }) => [environment, plan]));
  return { plans: plans as LabFleet['plans'], catalog: planned[0]?.catalog as Catalog };
}

export function functionOf({ plans }: LabFleet, { environment, deployment, key }: PlaceInPlan): FunctionPlan {
  const deployed = plans[environment].deployments[deployment];
  const functions = deployed?.target === 'lambda' ? deployed.functions : {};
  return found(key === undefined ? Object.values(functions)[0] : functions[key], deployment);
}

/** The tasks of a deployment whose servers share one. */
export function serviceOf({ plans }: LabFleet, { environment, deployment }: PlaceInPlan): ServicePlan {
  const deployed = plans[environment].deployments[deployment];
  return found(deployed?.target === 'fargate' ? Object.values(deployed.services)[0] : undefined, deployment);
}

function found<T>(value: T | undefined, deployment: string): T {
  if (value === undefined) throw new Error(`the lab's environments have no such thing in ${deployment}`);
  return value;
}

/** Server of each instance of a router. */
export function instancesOf({ instances }: RouterDeployment): Record<string, string> {
  return Object.fromEntries(Object.entries(instances).map(([name, { server }]) => [name, server]));
}

/** The router's variables, rendered as a stack does it; ARNs as AWS would make them. */
export function variablesOf(router: RouterDeployment): Record<string, string> {
  const arn = (key: string) => `arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/lab/${key}-AbCdEf`;
  return routerVariables(router, (text) => text, arn);
}

/** What the router is told behind an edge that passes answers on as they come. */
export function streamed(router: RouterDeployment): RouterDeployment {
  return { ...router, edge: 'streaming' };
}
