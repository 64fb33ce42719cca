import type { Instance, PlanContext } from './context';
import { uniqueServers } from './images';
import type { FunctionPlan } from './model/fleet-plan';

/** ARNs of the SSM parameters that settings name. */
export function parameterArns(context: PlanContext, instances: readonly Instance[]): string[] {
  const { partition, region, account } = context.aws;
  const paths = instances.flatMap(({ input }) =>
    Object.values(input.settings ?? {}).flatMap((value) => (typeof value === 'object' ? [value.ssm] : [])),
  );
  return [...new Set(paths)]
    .sort()
    .map((path) => `arn:${partition}:ssm:${region}:${account}:parameter${path}`);
}

/** What the manifests of the servers ask for at AWS. */
export function permissionsOf(
  context: PlanContext,
  instances: readonly Instance[],
): FunctionPlan['permissions'] {
  const { partition, region, account } = context.aws;
  const fill = (text: string) =>
    text.replaceAll('{partition}', partition).replaceAll('{region}', region).replaceAll('{account}', account);
  return uniqueServers(instances).flatMap(({ permissions }) =>
    permissions.map(({ actions, resources }) => ({ actions, resources: resources.map(fill) })),
  );
}
