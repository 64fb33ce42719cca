import type { FleetError } from '@mcp-fleet/core';
import type { AwsTargetName, Environment } from '@mcp-fleet/environment';
import { isAtAws, isLaptop } from '@mcp-fleet/environment';
import type { Deployment, PlanInput } from './context';
import { PlanContext } from './context';
import { planLaptop } from './docker/docker';
import { planFargate } from './fargate/fargate';
import { checkEventRules } from './fargate/quota-rules';
import { checkListenerJwt } from './fargate/rules';
import { domainPlan } from './hosts/hosts';
import { checkDomain } from './hosts/rules';
import { planLambda } from './lambda/lambda';
import { checkConcurrency } from './lambda/rules';
import type { AwsDeploymentPlan, AwsFleetPlan, FleetPlan, StatePlan } from './model/fleet-plan';
import { names } from './model/names';
import { planNetwork } from './network/network';
import type { Registry } from './registry';
import { planRepositories, resolveRegistry } from './registry';
import { resolveDeployments } from './resolve';
import { advise, adviseAcknowledgements } from './rules/advice';
import { checkArns, checkStateKey } from './rules/arn-rules';
import { checkEnvironment, checkRetired } from './rules/environment-rules';
import { checkNames } from './rules/name-rules';
import { checkRotators } from './rules/rotator-rules';
import { planSecretKey } from './rules/secret-rules';
import { planSecrets } from './secrets';
import { checkSettings } from './settings';
import type { PlanOf } from './target';
import { planAlarms, planDashboard } from './watching';

const DEFAULT_STATE_PREFIX = 'mcp-fleet';

/** The plan, or all errors of the environment. */
export type PlanResult =
  | { readonly plan: FleetPlan; readonly errors: readonly [] }
  | { readonly plan?: undefined; readonly errors: readonly FleetError[] };

/**
 * Turns one environment into everything its stacks are made from: instances, defaults, names, routes, sizes, secrets
 * and images, and finds every rule that it breaks. Pure: no files, no AWS, and the same result for the same input.
 */
export function planFleet(environment: Environment, input: PlanInput): PlanResult {
  const context = new PlanContext(environment, input);
  const plan = isLaptop(environment) ? planLaptop(context) : planAtAws(context);
  adviseAcknowledgements(context);
  return context.errors.length > 0 ? { errors: context.errors } : { plan, errors: [] };
}

/** How deployments of each target at AWS are planned. The facts that others ask about a target are in targets.ts. */
const planners: {
  readonly [T in AwsTargetName]: {
    readonly plan: (context: PlanContext, deployment: Deployment, registry: Registry) => PlanOf<T>;
    /** Rules about all deployments of the target together, such as quotas of the account. */
    readonly checkTogether: (context: PlanContext, plans: readonly PlanOf<T>[]) => void;
  };
} = {
  lambda: { plan: planLambda, checkTogether: checkConcurrency },
  fargate: { plan: planFargate, checkTogether: checkEventRules },
};

function checkTogether<T extends AwsTargetName>(
  context: PlanContext,
  target: T,
  plans: readonly AwsDeploymentPlan[],
): void {
  planners[target].checkTogether(
    context,
    plans.filter((plan): plan is PlanOf<T> => plan.target === target),
  );
}

function planAtAws(context: PlanContext): AwsFleetPlan {
  const { environment } = context;
  checkEnvironment(context);
  checkStateKey(context);
  advise(context);
  const registry = resolveRegistry(context);
  const deployments = resolveDeployments(context);
  for (const instance of deployments.flatMap(({ instances }) => instances)) checkSettings(context, instance);
  checkNames(context, deployments);
  checkDomain(context);
  checkListenerJwt(context);
  const network = planNetwork(context, deployments);
  const domain = domainPlan(environment);
  const alarms = planAlarms(context);
  const dashboard = planDashboard(context);
  const secretKey = planSecretKey(context);
  checkRetired(context, { network: network?.kind === 'own', dashboard: dashboard !== undefined });
  const secrets = planSecrets(context, deployments);
  checkRotators(context);
  const repositories = planRepositories(context, deployments);
  const plans = deployments.flatMap((deployment) => {
    const { target } = deployment.input;
    // One of a laptop is reported as an error already.
    return isAtAws(target) ? planners[target].plan(context, deployment, registry) : [];
  });
  for (const target of Object.keys(planners) as AwsTargetName[]) checkTogether(context, target, plans);
  checkArns(context);
  return {
    environment: environment.name,
    protected: environment.protected ?? false,
    aws: context.aws,
    state: statePlan(environment),
    tags: { Application: 'mcp-servers', Environment: environment.name },
    foundation: {
      stack: names.foundationStack(environment.name),
      repositories,
      secrets,
      ...(secretKey ? { secretKey } : {}),
    },
    ...(network ? { network } : {}),
    ...(domain ? { domain } : {}),
    ...(alarms ? { alarms } : {}),
    ...(dashboard ? { dashboard } : {}),
    maskLogs: environment.observability?.maskLogs ?? true,
    deployments: Object.fromEntries(plans.map((deployment) => [deployment.name, deployment])),
    retired: environment.retired ?? [],
    acknowledged: context.acknowledged,
    warnings: context.warnings,
  };
}

function statePlan({ state }: Environment): StatePlan {
  if (state === undefined || state === 'local') return { kind: 'local' };
  const { bucket, region, prefix = DEFAULT_STATE_PREFIX, kmsKeyArn } = state.s3;
  return { kind: 's3', bucket, region, prefix, ...(kmsKeyArn ? { kmsKeyArn } : {}) };
}
