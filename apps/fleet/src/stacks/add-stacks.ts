import type { AwsDeploymentPlan, AwsFleetPlan, FleetPlan, LaptopFleetPlan } from '@mcp-fleet/plan';
import { byTarget, names } from '@mcp-fleet/plan';
import type { NetworkRef } from '@mcp-fleet/refs';
import { existingNetwork } from '@mcp-fleet/vpc';
import type { App, TerraformStack } from 'cdktf';
import { DashboardStack } from './dashboard-stack';
import { DockerStack } from './docker-stack';
import { FargateStack } from './fargate-stack';
import { FoundationStack } from './foundation-stack';
import { LambdaStack } from './lambda-stack';
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
    const inNetwork = { network, ...(own ? { networkStack: own } : {}) };
    const props = { plan, foundation, stateFolder };
    return byTarget<AwsDeploymentPlan, LambdaStack | FargateStack>(deployment, {
      lambda: (one) => new LambdaStack(app, { ...props, deployment: one, ...(one.vpc ? inNetwork : {}) }),
      fargate: (one) => new FargateStack(app, { ...props, deployment: one, ...inNetwork }),
    });
  });
  return [
    foundation,
    ...(own ? [own] : []),
    ...deployments,
    ...dashboard(app, plan, deployments, stateFolder),
  ];
}

function dashboard(
  app: App,
  plan: AwsFleetPlan,
  deployments: readonly TerraformStack[],
  stateFolder: string,
) {
  if (plan.dashboard === undefined) return [];
  const httpApiIds = deployments.flatMap((stack) =>
    stack instanceof LambdaStack ? (stack.httpApiId ?? []) : [],
  );
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
