import { limits, provisionedViolation, ruleOf, violation, withQuotas } from '@mcp-fleet/core';
import type { Deployment, PlanContext } from '../context';
import type { FunctionPlan, LambdaDeploymentPlan } from '../model/fleet-plan';
import { routerVariables } from '../model/router-variables';
import { checkImage } from '../rules/image-rules';
import { checkPolicy, secretArn } from '../rules/policy-rules';
import { quotaFix } from '../rules/quota';
import { checkRestApi } from './rest-api-rules';

/** Routes of an instance: POST, GET and DELETE of MCP, and its health. */
const ROUTES = 4;
/** What the Lambda Web Adapter's own variables take; a test of apps/fleet holds it against the module. */
export const WEB_ADAPTER_BYTES = 200;

/** Rules about a planned deployment. */
export function checkDeployment(
  context: PlanContext,
  deployment: Deployment,
  plan: LambdaDeploymentPlan,
): void {
  if (plan.edge === 'rest-api') checkRestApi(context, deployment, plan);
  else checkRoutes(context, deployment, plan);
  for (const [key, fn] of Object.entries(plan.functions)) {
    const path = key in plan.instances ? `${deployment.path}.servers.${key}` : deployment.path;
    checkVariables(context, path, fn);
    checkPolicy(context, path, fn.permissions, [
      ...fn.secrets.map((secret) => secretArn(context, secret)),
      ...fn.parameterArns,
    ]);
    checkImage(context, path, fn.image);
  }
}

function checkRoutes(context: PlanContext, deployment: Deployment, plan: LambdaDeploymentPlan): void {
  const instances = Object.values(plan.instances);
  const each = instances.some(({ paths }) => paths.metadata) ? ROUTES + 1 : ROUTES;
  const limit = withQuotas(limits.httpApi.routes, context.quotas);
  const rule = violation(limit, instances.length * each);
  if (rule) {
    context.report({
      code: 'quota-exceeded',
      path: `${deployment.path}.servers`,
      value: `${instances.length} instances with ${each} routes each`,
      rule: `${rule}: room for ${Math.floor((limit.max ?? 0) / each)} instances`,
      fix: `split the deployment; ${quotaFix(limit.quota)}`,
    });
  }
  const functions = Object.keys(plan.functions).length;
  const tooMany = violation(limits.httpApi.integrations, functions);
  if (tooMany) {
    context.report({
      code: 'limit-exceeded',
      path: `${deployment.path}.servers`,
      value: `${functions} integrations`,
      rule: tooMany,
      fix: 'split the deployment',
    });
  }
}

/** The bytes of a function's variables, with the secrets' ARNs at the length that AWS gives them. */
export function variablesBytes(context: PlanContext, fn: FunctionPlan): number {
  const variables = routerVariables(
    fn.router,
    (text) => text,
    (key) => secretArn(context, key),
  );
  return Object.entries(variables).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    WEB_ADAPTER_BYTES,
  );
}

function checkVariables(context: PlanContext, path: string, fn: FunctionPlan): void {
  const bytes = variablesBytes(context, fn);
  const rule = violation(limits.lambda.variablesBytes, bytes);
  if (rule) {
    context.report({
      code: 'variables-too-large',
      path,
      value: `${bytes} bytes`,
      rule,
      fix: `${Object.keys(fn.router.instances).length > 1 ? "split the deployment, use topology 'per-server', or " : ''}move long settings to SSM, { ssm: '/path' }, and shorten long lists of audiences or origins`,
    });
  }
}

/** Concurrency of the whole environment against what the account has. */
export function checkConcurrency(context: PlanContext, plans: readonly LambdaDeploymentPlan[]): void {
  const functions = plans.flatMap(({ name, functions: byKey, instances }) =>
    Object.entries(byKey).map(([key, fn]) => ({
      path: key in instances ? `deployments.${name}.servers.${key}.concurrency` : `deployments.${name}`,
      ...fn.concurrency,
    })),
  );
  for (const { path, reserved, provisioned } of functions) {
    const rule = provisionedViolation(reserved, provisioned);
    if (rule !== undefined) {
      context.report({
        code: 'concurrency-too-high',
        path,
        value: { reserved, provisioned },
        rule,
        fix: `write provisioned: ${reserved} or less, or reserve ${provisioned}`,
      });
    }
  }
  const account = withQuotas(limits.lambda.concurrentExecutions, context.quotas);
  const most = Math.max(0, (account.max ?? 0) - limits.lambda.unreservedConcurrency.min);
  const sum = functions.reduce(
    (total, { reserved, provisioned }) => total + (reserved ?? provisioned ?? 0),
    0,
  );
  if (sum > most) {
    context.report({
      code: 'concurrency-too-high',
      path: 'deployments',
      value: `${sum} reserved or kept warm in all`,
      rule: `at most ${most} can be: ${ruleOf(account)}, of which ${limits.lambda.unreservedConcurrency.min} stay for other functions`,
      fix: `write less; ${quotaFix(account.quota)}`,
    });
  }
}

/** Instances that share a function cannot be bounded one by one, so a bound that would be dropped is an error. */
export function checkSharedConcurrency(context: PlanContext, { input, instances, path }: Deployment): void {
  if (input.topology !== 'multi-server') return;
  const reserved = instances.map((instance) => instance.input.concurrency?.reserved);
  const bounded = reserved.filter((value) => value !== undefined);
  const mixed = bounded.length > 0 && bounded.length < reserved.length;
  const oneOff = bounded.includes(0) && bounded.some((value) => value > 0);
  if (!mixed && !oneOff) return;
  context.report({
    code: 'concurrency-too-high',
    path: `${path}.servers`,
    value: `reserved: ${reserved.map((value) => value ?? 'none').join(', ')}`,
    rule: 'instances that share a function are bounded, or switched off, together',
    fix: "write reserved for all of them or for none, or use topology 'per-server'",
  });
}
