import { eventBusRules, limits, violation, withQuotas } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { Deployment, PlanContext } from '../context';
import type { FargateDeploymentPlan } from '../model/fargate-plan';
import type { AwsDeploymentPlan } from '../model/fleet-plan';
import { secretArn } from './policy-rules';
import { quotaFix } from './quota';

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
export function checkEventRules(context: PlanContext, plans: readonly AwsDeploymentPlan[]): void {
  const following = plans
    .filter((plan) => plan.target === 'fargate')
    .flatMap(({ services }) => Object.values(services).filter(({ refreshOn }) => refreshOn.length > 0));
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

/** As long as the ids that Terraform makes. */
const STATEMENT_ID = `terraform-${'0'.repeat(26)}`;

/** What stands around the statements. */
const EMPTY_POLICY = '{"Version":"2012-10-17","Id":"default","Statement":[]}'.length;

interface Renewed {
  readonly path: string;
  readonly bytes: number;
}

/** Functions that renew secrets: each secret of any environment takes a statement in their policies. */
export function checkRotators(context: PlanContext): void {
  const { environment, input } = context;
  const own = renewedBy(context, environment);
  const others = input.environments
    .filter(({ name, aws }) => name !== environment.name && aws !== undefined)
    .map((it) => renewedBy(context, it));
  for (const [functionArn, secrets] of own) {
    const all = [...secrets, ...others.flatMap((it) => it.get(functionArn) ?? [])];
    const bytes = all.reduce((sum, one) => sum + one.bytes, EMPTY_POLICY);
    const rule = violation(limits.lambda.resourcePolicyBytes, bytes);
    if (rule === undefined) continue;
    context.report({
      code: 'limit-exceeded',
      path: `${secrets.at(-1)?.path}.rotation.functionArn`,
      value: `${functionArn}: ${all.length} secrets, ${bytes} bytes`,
      rule,
      fix: 'let another function renew some of them',
    });
  }
}

/** The secrets of an environment by the function that renews them. */
function renewedBy(context: PlanContext, { name, deployments }: Environment): Map<string, Renewed[]> {
  const found = new Map<string, Renewed[]>();
  for (const [deployment, { servers }] of Object.entries(deployments)) {
    for (const [instance, { rotation }] of Object.entries(servers)) {
      if (rotation === undefined) continue;
      const statement = {
        Sid: STATEMENT_ID,
        Effect: 'Allow',
        Principal: { Service: 'secretsmanager.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: rotation.functionArn,
        Condition: {
          StringEquals: { 'AWS:SourceAccount': context.aws.account },
          ArnLike: { 'AWS:SourceArn': secretArn(context, instance, name) },
        },
      };
      const path = `deployments.${deployment}.servers.${instance}`;
      // The comma between two of them.
      const bytes = JSON.stringify(statement).length + 1;
      found.set(rotation.functionArn, [...(found.get(rotation.functionArn) ?? []), { path, bytes }]);
    }
  }
  return found;
}
