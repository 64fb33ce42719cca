import type { FargateDeploymentPlan } from '@mcp-fleet/plan';
import type { AwsTarget } from './aws-targets';
import { FargateStack } from './fargate-stack';

export const fargateTarget: AwsTarget<FargateDeploymentPlan> = {
  addStack: (app, props) => ({ stack: new FargateStack(app, props) }),
  instances: ({ instances, services }) =>
    Object.values(instances).map((instance) => [instance, services[instance.service]?.name]),
  logGroups: ({ name, services }) =>
    Object.values(services).flatMap(({ containers }) =>
      Object.entries(containers).map(([key, { logGroupName }]) => [`${name} ${key}`, logGroupName] as const),
    ),
  tenants: ({ services }) => ({ services: Object.values(services), functions: [] }),
};
