import { FleetError } from '@mcp-fleet/core';
import type { AwsFleetPlan, LambdaDeploymentPlan } from '@mcp-fleet/plan';
import type { Cloud } from './cloud';

/** Source of the rule: docs.aws.amazon.com/apigateway, set-up-logging. */
export const LOG_ROLE_RULE =
  'API Gateway writes the logs of REST APIs with a role that an account sets once in each Region, and refuses a stage with logs before';

/** A deployment whose front door is a REST API; undefined where there is none. */
export function restApiDeployment({ deployments }: AwsFleetPlan): LambdaDeploymentPlan | undefined {
  return Object.values(deployments).find(
    (deployment): deployment is LambdaDeploymentPlan => deployment.edge === 'rest-api',
  );
}

/** Command that makes what an account lacks. */
export function bootstrapCommand(environment: string): string {
  return `nx run ${environment}:bootstrap`;
}

/** Whether API Gateway could write the logs that a stage of a deployment wants. */
export async function missingLogRole(
  plan: AwsFleetPlan,
  cloud: Pick<Cloud, 'logRole'>,
): Promise<FleetError[]> {
  const deployment = restApiDeployment(plan);
  if (deployment === undefined || (await cloud.logRole()) !== undefined) return [];
  const { account, region } = plan.aws;
  return [
    new FleetError({
      code: 'log-role-missing',
      path: `deployments.${deployment.name}.edge`,
      value: 'rest-api',
      rule: `${LOG_ROLE_RULE}: ${account} has none in ${region}`,
      fix: bootstrapCommand(plan.environment),
    }),
  ];
}
