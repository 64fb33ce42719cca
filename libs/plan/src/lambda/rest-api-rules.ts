import { limits, violation, withQuotas } from '@mcp-fleet/core';
import type { Deployment, PlanContext } from '../context';
import type { LambdaDeploymentPlan } from '../model/fleet-plan';
import { quotaFix } from '../rules/quota';

/** The root, and what `/.well-known/oauth-protected-resource` adds. */
const SHARED_RESOURCES = { plain: 1, metadata: 3 };
/** `/<instance>`, `/mcp` and `/health` below it; `/<instance>` and `/mcp` below the metadata. */
const RESOURCES = { plain: 3, metadata: 5 };

/** Rules about a REST API: what it can hold, and what it cannot do. */
export function checkRestApi(context: PlanContext, deployment: Deployment, plan: LambdaDeploymentPlan): void {
  checkResources(context, deployment, plan);
  const { access } = context.environment;
  if (typeof access !== 'object' || !access.jwt) return;
  if (access.jwt.alsoAt === 'edge') {
    context.report({
      code: 'not-for-target',
      path: `${deployment.path}.edge`,
      value: 'rest-api',
      rule: 'a REST API checks no tokens by itself; the routers behind it do',
      fix: "remove access.jwt.alsoAt, or use edge 'http-api'",
    });
  }
  if (deployment.input.host !== undefined) return;
  context.report({
    code: 'metadata-hidden',
    path: `${deployment.path}.edge`,
    value: 'rest-api',
    rule: "clients look for the metadata that names the issuer at the root of the host, and a REST API without a host of its own has '/live' in front of all paths: they find it by the 401 answer alone",
    fix: "give it a host, or accept it: acknowledge: { 'metadata-hidden': '<reason>' }",
  });
}

function checkResources(context: PlanContext, deployment: Deployment, plan: LambdaDeploymentPlan): void {
  const instances = Object.values(plan.instances);
  const kind = instances.some(({ paths }) => paths.metadata) ? 'metadata' : 'plain';
  const limit = withQuotas(limits.restApi.resources, context.quotas);
  const resources = SHARED_RESOURCES[kind] + instances.length * RESOURCES[kind];
  const rule = violation(limit, resources);
  if (rule === undefined) return;
  context.report({
    code: 'quota-exceeded',
    path: `${deployment.path}.servers`,
    value: `${instances.length} instances, ${resources} resources`,
    rule: `${rule}: room for ${Math.floor(((limit.max ?? 0) - SHARED_RESOURCES[kind]) / RESOURCES[kind])} instances`,
    fix: `split the deployment; ${quotaFix(limit.quota)}`,
  });
}
