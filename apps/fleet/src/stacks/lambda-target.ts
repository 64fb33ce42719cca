import type { LambdaDeploymentPlan } from '@mcp-fleet/plan';
import { names } from '@mcp-fleet/plan';
import type { AwsTarget } from './aws-targets';
import { LambdaStack } from './lambda-stack';

export const lambdaTarget: AwsTarget<LambdaDeploymentPlan> = {
  addStack: (app, { network, networkStack, ...props }) => {
    const inNetwork = { network, ...(networkStack ? { networkStack } : {}) };
    const stack = new LambdaStack(app, { ...props, ...(props.deployment.vpc ? inNetwork : {}) });
    return { stack, httpApiId: stack.httpApiId };
  },
  instances: ({ instances, functions }) =>
    Object.values(instances).map((instance) => [instance, functions[instance.function]?.name]),
  logGroups: ({ functions }) =>
    Object.values(functions).map(({ name }) => [name, names.functionLogGroup(name)]),
  tenants: ({ vpc, functions }) => ({ services: [], functions: vpc ? Object.values(functions) : [] }),
};
