import type { AwsFleetPlan, FleetPlan, LaptopFleetPlan } from '@mcp-fleet/plan';
import { names } from '@mcp-fleet/plan';
import type { NetworkRef } from '@mcp-fleet/refs';
import { existingNetwork } from '@mcp-fleet/vpc';
import type { App, TerraformStack } from 'cdktf';
import type { DeploymentStack } from './aws-targets';
import { awsTarget } from './aws-targets';
import { DashboardStack } from './dashboard-stack';
import { DockerStack } from './docker-stack';
import { FoundationStack } from './foundation-stack';
import { NetworkStack } from './network-stack';
import { RetiredStack } from './retired-stack';

/** The stacks of an environment, in the order in which they are applied. */
export function addStacks(app: App, plan: FleetPlan, stateFolder: string): TerraformStack[] {
  const deployments = plan.aws ? awsStacks(app, plan, stateFolder) : dockerStacks(app, plan, stateFolder);
  const retired = plan.retired.map(
    (deployment) =>
      new RetiredStack(app, { plan, name: names.deploymentStack(plan.environment, deployment), stateFolder }),
  );
  return [...deployments, ...retired];
}

function awsStacks(app: App, plan: AwsFleetPlan, stateFolder: string): TerraformStack[] {
  const foundation = new FoundationStack(app, { plan, stateFolder });
  const own =
    plan.network?.kind === 'own'
      ? new NetworkStack(app, { plan, network: plan.network, stateFolder })
      : undefined;
  const network = own?.network ?? givenNetwork(plan);
  const deployments = Object.values(plan.deployments).map((deployment) => {
    const props = { plan, deployment, foundation, stateFolder, network };
    return awsTarget(deployment).addStack(app, { ...props, ...(own ? { networkStack: own } : {}) });
  });
  return [
    foundation,
    ...(own ? [own] : []),
    ...deployments.map(({ stack }) => stack),
    ...dashboard(app, plan, deployments, stateFolder),
  ];
}

function dashboard(
  app: App,
  plan: AwsFleetPlan,
  deployments: readonly DeploymentStack[],
  stateFolder: string,
) {
  if (plan.dashboard === undefined) return [];
  const httpApiIds = deployments.flatMap(({ httpApiId }) => httpApiId ?? []);
  return [new DashboardStack(app, { plan, dashboard: plan.dashboard, httpApiIds, stateFolder })];
}

/** A VPC that exists; where nothing is in one nobody asks for it. */
function givenNetwork({ network }: AwsFleetPlan): NetworkRef {
  if (network?.kind !== 'existing') {
    return { vpcId: '', vpcCidr: undefined, publicSubnetIds: {}, privateSubnetIds: {}, routeTableIds: {} };
  }
  const { vpcId, cidr, publicSubnetIds, privateSubnetIds } = network;
  return existingNetwork({ vpcId, vpcCidr: cidr, publicSubnetIds, privateSubnetIds });
}

function dockerStacks(app: App, plan: LaptopFleetPlan, stateFolder: string): TerraformStack[] {
  return Object.values(plan.deployments).map(
    (deployment) => new DockerStack(app, { plan, deployment, stateFolder }),
  );
}
