import { eventBusRules, limits, violation, withQuotas } from '@mcp-fleet/core';
import type { Deployment, PlanContext } from '../context';
import type { FargateDeploymentPlan } from '../model/fargate-plan';
import { quotaFix } from '../rules/quota';

/** A load balancer has a rule for each port and range of its clients, and one for each service that it calls. */
export function checkSecurityGroup(
  context: PlanContext,
  { path }: Deployment,
  { loadBalancer, services }: FargateDeploymentPlan,
): void {
  const clients = Object.keys(loadBalancer.clients ?? {}).length;
  const each = loadBalancer.plainHttp ? 1 : 2;
  const limit = withQuotas(limits.vpc.securityGroupRules, context.quotas);
  const inbound = violation(limit, clients * each);
  if (inbound !== undefined) {
    context.report({
      code: 'quota-exceeded',
      path: `${path}.clients`,
      value: `${clients} ranges, ${clients * each} inbound rules`,
      rule: `${inbound}: room for ${Math.floor((limit.max ?? 0) / each)} ranges`,
      fix: `write fewer and wider ranges; ${quotaFix(limit.quota)}`,
    });
  }
  const outbound = violation(limit, Object.keys(services).length);
  if (outbound !== undefined) {
    context.report({
      code: 'quota-exceeded',
      path: `${path}.servers`,
      value: `${Object.keys(services).length} services, with an outbound rule each`,
      rule: outbound,
      fix: `split the deployment; ${quotaFix(limit.quota)}`,
    });
  }
}

/** Each service that gets new tasks for a new secret has a rule on the one bus of the account. */
export function checkEventRules(context: PlanContext, plans: readonly FargateDeploymentPlan[]): void {
  const following = plans.flatMap(({ services }) =>
    Object.values(services).filter(({ refreshOn }) => refreshOn.length > 0),
  );
  const limit = withQuotas(eventBusRules(context.aws.region), context.quotas);
  const rule = violation(limit, following.length);
  if (rule === undefined) return;
  context.report({
    code: 'quota-exceeded',
    path: 'deployments',
    value: `${following.length} services that follow their secrets, with a rule each`,
    rule,
    fix: `write secrets: { refresh: false }, or use topology 'multi-server'; ${quotaFix(limit.quota)}`,
  });
}
