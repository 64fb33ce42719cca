import { limits, provisionedViolation, ruleOf, violation, withQuotas } from '@mcp-fleet/core';
import type { Deployment, PlanContext } from './context';
import type { FunctionPlan, ImagePlan, LambdaDeploymentPlan } from './fleet-plan';
import { names } from './names';
import { checkRestApi } from './rest-api-rules';
import { routerVariables } from './router-variables';

/** Routes of an instance: POST, GET and DELETE of MCP, and its health. */
const ROUTES = 4;
/** What the Lambda Web Adapter's own variables take; a test of apps/fleet holds it against the module. */
export const WEB_ADAPTER_BYTES = 200;
/** The six characters and the hyphen with which AWS ends the ARN of a secret. */
const ARN_SUFFIX = '-XXXXXX';

/** Rules about the environment as a whole. */
export function checkEnvironment(context: PlanContext): void {
  const { environment } = context;
  if (environment.protected && (environment.state ?? 'local') === 'local') {
    context.report({
      code: 'state-not-shared',
      path: 'state',
      value: environment.state ?? 'local',
      rule: 'the state of a protected environment is not kept on one computer',
      fix: "write state: { s3: { bucket: '…', region: '…' } }",
    });
  }
  checkThrottle(context, 'limits', environment.limits);
}

/** A stack that the environment still has would be kept and destroyed in one deploy. */
export function checkRetired(
  context: PlanContext,
  has: { readonly network: boolean; readonly dashboard: boolean },
): void {
  const without = {
    network: 'remove it here: a deployment has target fargate and no network of somebody else',
    dashboard: 'remove it here, or write observability: { dashboard: false }',
  };
  (context.environment.retired ?? []).forEach((name, i) => {
    if ((name !== 'network' && name !== 'dashboard') || !has[name]) return;
    context.report({
      code: 'invalid-value',
      path: `retired.${i}`,
      value: name,
      rule: `a ${name} is taken down once nothing needs it`,
      fix: without[name],
    });
  });
}

export function checkThrottle(
  context: PlanContext,
  path: string,
  throttle: { throttle?: number | undefined; burst?: number | undefined } | undefined,
): void {
  const pairs = [
    ['throttle', limits.httpApi.throttleRequestsPerSecond],
    ['burst', limits.httpApi.throttleBurst],
  ] as const;
  for (const [key, limit] of pairs) {
    const value = throttle?.[key];
    const raised = withQuotas(limit, context.quotas);
    const rule = value === undefined ? undefined : violation(raised, value);
    if (rule === undefined || value === undefined) continue;
    const tooLow = value < limit.min;
    context.report({
      code: tooLow ? 'limit-exceeded' : 'quota-exceeded',
      path: `${path}.${key}`,
      value,
      rule,
      fix: tooLow ? `write ${limit.min} or more` : quotaFix(limit.quota),
    });
  }
}

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

/** How a raised quota is said. */
export function quotaFix(quota: string | undefined): string {
  return `where AWS has granted more, say so: quotas: { ${quota}: <granted> }`;
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

/** As long as AWS makes it. @param of the environment of the secret, in the same account and Region. */
export function secretArn({ environment, aws }: PlanContext, key: string, of = environment.name): string {
  const name = names.secret(of, key);
  return `arn:${aws.partition}:secretsmanager:${aws.region}:${aws.account}:secret:${name}${ARN_SUFFIX}`;
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

/** The role of servers: what their manifests ask for, and what is read by ARN. */
export function checkPolicy(
  context: PlanContext,
  path: string,
  permissions: FunctionPlan['permissions'],
  arns: readonly string[],
): void {
  const characters = JSON.stringify(permissions).length + JSON.stringify(arns).length + 600;
  const rule = violation(limits.iam.inlinePolicyCharacters, characters);
  if (rule) {
    context.report({
      code: 'limit-exceeded',
      path,
      value: `about ${characters} characters of permissions`,
      rule,
      fix: "split the deployment, use topology 'per-server', or ask for fewer permissions in the manifests",
    });
  }
}

/** Rules about the pin of an image. */
export function checkImage(context: PlanContext, path: string, image: ImagePlan): void {
  if (context.input.ignorePins) return;
  const pin = Object.hasOwn(context.pins, image.repositoryName)
    ? context.pins[image.repositoryName]
    : undefined;
  if (pin === undefined) {
    if (image.registry.account !== context.aws.account) {
      context.report({
        code: 'image-pin-missing',
        path,
        rule: `images of another account's registry are pinned, because only their own account may look tags up, and images.json has none for ${image.repositoryName}`,
        fix: 'copy the pin from the environment that pushed the image',
      });
    } else if (context.environment.protected) {
      context.report({
        code: 'image-pin-missing',
        path,
        rule: `a protected environment runs pinned images only, and images.json has none for ${image.repositoryName}`,
        fix: `push the image (tag ${image.tag}), which writes its digest into images.json, and commit the file`,
      });
    }
    return;
  }
  const held = Object.keys(pin.contents)
    .filter((key) => key !== 'router')
    .sort();
  const wanted = Object.keys(image.contents).sort();
  if (held.join() !== wanted.join()) {
    context.report({
      code: 'image-contents-differ',
      path,
      value: held,
      rule: `the image pinned for ${image.repositoryName} has to hold exactly: ${wanted.join(', ') || 'the router alone'}`,
      fix: `build and push it again: tag ${image.tag}`,
    });
  }
  if (pin.architecture !== image.architecture) {
    context.report({
      code: 'image-architecture-differs',
      path,
      value: pin.architecture,
      rule: `this deployment runs on ${image.architecture}, and an image runs on one architecture only`,
      fix: `push an image for ${image.architecture}, or write architecture: '${pin.architecture}'`,
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
