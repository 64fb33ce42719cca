import { limits, violation } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from './context';
import type { SecretPlan } from './model/fleet-plan';
import { names } from './model/names';
import { checkPolicies, checkRotation, readersOf, rotationOf } from './rules/secret-rules';
import { applies, possibleSets } from './settings';

/** Key of the secret that holds the tokens of the front doors. */
export const ACCESS_SECRET = 'access';

const RECOVERY_DAYS = 30;

/** The containers that somebody fills before anything runs: one an instance that has secrets, one for tokens. */
export function planSecrets(
  context: PlanContext,
  deployments: readonly Deployment[],
): Record<string, SecretPlan> {
  const secrets: Record<string, SecretPlan> = {};
  if (accessMode(context) === 'token') {
    secrets[ACCESS_SECRET] = container(context, ACCESS_SECRET, {
      description: 'Tokens that open the front doors: {"tokens":["…"]}',
      required: ['tokens'],
      optional: [],
      oneOf: [],
      ...readersOf(context, deployments),
      tags: {},
    });
  }
  for (const deployment of deployments) {
    for (const instance of deployment.instances) {
      if (hasSecrets(instance)) secrets[instance.name] = instanceSecret(context, deployment, instance);
      else checkRotation(context, instance);
    }
  }
  checkPolicies(context, Object.values(secrets));
  return secrets;
}

/** Whether any of the server's inputs lives in Secrets Manager. */
export function hasSecrets(instance: Instance): boolean {
  return instance.server.inputs.some((input) => input.secret);
}

export function accessMode({ environment: { access } }: PlanContext): 'public' | 'token' | 'jwt' {
  if (typeof access === 'string') return access;
  if (access.jwt) return 'jwt';
  return access.token ? 'token' : 'public';
}

/** Keys of the secrets of these instances whose new values reach the servers by themselves. */
export function refreshedSecrets(context: PlanContext, instances: readonly Instance[]): string[] {
  const { refresh } = context.environment.secrets ?? {};
  if (refresh === false) return [];
  const own = instances.filter(
    (instance) => hasSecrets(instance) && (refresh === true || instance.input.rotation !== undefined),
  );
  const access = refresh === true && accessMode(context) === 'token' ? [ACCESS_SECRET] : [];
  return [...access, ...own.map(({ name }) => name)];
}

/** What the secret of an instance has to hold, and may. */
export function secretKeys(instance: Instance): Pick<SecretPlan, 'required' | 'optional' | 'oneOf'> {
  const { server } = instance;
  const inputs = new Map(server.inputs.map((input) => [input.name, input]));
  const secretInputs = server.inputs.filter((input) => input.secret);
  const oneOf = server.requirements
    .filter((requirement) => applies(instance, requirement))
    .map((requirement) =>
      possibleSets(instance, requirement, inputs).map((set) =>
        set.filter((name) => inputs.get(name)?.secret),
      ),
    )
    // A set without a secret is complete already: nothing has to be filled in.
    .filter((sets) => sets.length > 0 && sets.every((set) => set.length > 0));
  return {
    required: secretInputs.filter((input) => input.required).map((input) => input.name),
    optional: secretInputs.filter((input) => !input.required).map((input) => input.name),
    oneOf,
  };
}

function instanceSecret(context: PlanContext, deployment: Deployment, instance: Instance): SecretPlan {
  return container(
    context,
    instance.name,
    {
      description: `Credentials of the MCP server ${instance.server.key}: ${instance.name}`,
      ...secretKeys(instance),
      ...readersOf(context, [{ ...deployment, instances: [instance] }]),
      ...rotationOf(context, instance),
      tags: { Server: instance.name },
    },
    instance.path,
  );
}

function container(
  context: PlanContext,
  key: string,
  rest: Omit<SecretPlan, 'name' | 'recoveryWindowDays'>,
  path = 'access',
): SecretPlan {
  const name = names.secret(context.environment.name, key);
  const rule = violation(limits.secrets.secretNameEnding, name);
  if (rule !== undefined) {
    context.report({
      code: 'secret-name-like-arn',
      path,
      value: name,
      rule,
      fix: `rename the instance, or write acknowledge: { 'secret-name-like-arn': '<reason>' }: mcp-fleet itself always uses the full ARN`,
    });
  }
  return { name, recoveryWindowDays: context.environment.protected ? RECOVERY_DAYS : 0, ...rest };
}
