import { limits, readersPolicy, violation } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from '../context';
import type { RotationPlan, SecretKeyPlan, SecretPlan } from '../model/fleet-plan';
import { names } from '../model/names';
import { targets } from '../targets';
import { LEAST_HOURS, checkRotationSchedule } from './schedule-rules';

/** How often a secret is renewed where nobody says it. */
const ROTATION_DAYS = 30;

/** The key of the secrets; undefined where AWS's own will do. */
export function planSecretKey(context: PlanContext): SecretKeyPlan | undefined {
  const { name, secrets } = context.environment;
  const key = secrets?.key;
  if (key === undefined) return undefined;
  if (key === 'own') return { kind: 'own', alias: names.secretKey(name) };
  const { region } = context.aws;
  if (key.split(':')[3] !== region) {
    const rule = `the key of a secret is in its own Region, here ${region} [docs:secretsmanager/security-encryption]`;
    reportPlace(context, 'secrets.key', key, rule);
  }
  return { kind: 'given', arn: key };
}

/** Who alone may read a secret: the roles of what holds it, in both topologies and in the VPC, so that a switch locks nobody out. */
export function readersOf(
  context: PlanContext,
  deployments: readonly Deployment[],
): Pick<SecretPlan, 'readers'> {
  if (!onlyServers(context)) return {};
  const { environment, aws } = context;
  const roles = deployments.flatMap(({ name, input, instances }) => {
    const rolesOf = (instance?: string) =>
      targets[input.target].secretReaders(environment.name, name, instance);
    return [...rolesOf(), ...instances.flatMap((instance) => rolesOf(instance.name))];
  });
  const rotators = deployments.flatMap(({ instances }) =>
    // The secret of tokens is nobody's own.
    instances.length === 1 && deployments.length === 1 ? (instances[0]?.input.rotation?.roleArn ?? []) : [],
  );
  const arns = roles.map((role) => `arn:${aws.partition}:iam::${aws.account}:role/${role}`);
  const readers = [...new Set([...arns, ...rotators, ...(environment.secrets?.alsoReadBy ?? [])])].sort();
  return { readers };
}

/** How the secret of an instance is renewed. */
export function rotationOf(context: PlanContext, instance: Instance): { rotation?: RotationPlan } {
  const { rotation } = instance.input;
  if (rotation === undefined) return {};
  checkRotation(context, instance);
  const { functionArn, schedule, windowHours, now = false } = rotation;
  return {
    rotation: {
      functionArn,
      ...(schedule === undefined ? { everyDays: rotation.everyDays ?? ROTATION_DAYS } : { schedule }),
      ...(windowHours === undefined ? {} : { windowHours }),
      now,
    },
  };
}

/** Reports a rotation that cannot be. */
export function checkRotation(context: PlanContext, { input: { rotation }, path, server }: Instance): void {
  if (rotation === undefined) return;
  const at = `${path}.rotation`;
  if (!server.inputs.some(({ secret }) => secret)) {
    context.report({
      code: 'invalid-value',
      path: at,
      rule: 'what is renewed is a secret, and this server has none',
      fix: 'remove it',
    });
    return;
  }
  const { account, region } = context.aws;
  if (!rotation.functionArn.includes(`:${region}:${account}:`)) {
    const rule = `a secret is renewed by a function of its own account and Region, here ${account} and ${region} [docs:secretsmanager/rotating-secrets]`;
    reportPlace(context, `${at}.functionArn`, rotation.functionArn, rule);
  }
  if (rotation.everyDays !== undefined && rotation.schedule !== undefined) {
    context.report({
      code: 'invalid-value',
      path: `${at}.schedule`,
      value: rotation.schedule,
      rule: 'a rotation is every so many days, or by a schedule, never both [API:secretsmanager.RotationRulesType]',
      fix: 'remove everyDays or schedule',
    });
  }
  if (rotation.schedule !== undefined) checkRotationSchedule(context, `${at}.schedule`, rotation.schedule);
  checkHours(context, at, rotation);
  if (onlyServers(context) && rotation.roleArn === undefined) {
    context.report({
      code: 'rotation-role-missing',
      path: `${at}.roleArn`,
      rule: 'only the servers may read the secrets of this environment, and the function that renews one reads it too',
      fix: "write roleArn: 'arn:aws:iam::…:role/…', the role of the function",
    });
  }
}

/** A schedule in hours, and the window in which it is kept. */
function checkHours(
  context: PlanContext,
  at: string,
  { schedule, windowHours }: NonNullable<Instance['input']['rotation']>,
): void {
  const hours = Number(/^rate\((\d+) hours?\)$/.exec(schedule ?? '')?.[1] ?? Infinity);
  if (hours < LEAST_HOURS) {
    context.report({
      code: 'limit-exceeded',
      path: `${at}.schedule`,
      value: schedule,
      rule: `a secret is rotated every ${LEAST_HOURS} hours at most [API:secretsmanager.RotationRulesType]`,
      fix: `write rate(${LEAST_HOURS} hours) or more`,
    });
  }
  if (windowHours !== undefined && windowHours > hours) {
    context.report({
      code: 'limit-exceeded',
      path: `${at}.windowHours`,
      value: windowHours,
      rule: `a window ends before the next one begins, here after ${hours} hours [API:secretsmanager.RotationRulesType]`,
      fix: 'make it shorter, or leave it out for one hour',
    });
  }
}

function onlyServers({ environment }: PlanContext): boolean {
  return environment.secrets?.onlyServers ?? environment.protected ?? false;
}

function reportPlace(context: PlanContext, path: string, arn: string, rule: string): void {
  context.report({ code: 'invalid-value', path, value: arn, rule, fix: 'give one of that place' });
}

/** Reports the longest policy, where Secrets Manager would not take it. */
export function checkPolicies(context: PlanContext, secrets: readonly SecretPlan[]): void {
  const all = secrets.map(({ readers = [] }) => readers);
  const readers = all.reduce((long, one) => (one.length > long.length ? one : long), []);
  const policy = readersPolicy(readers);
  const rule = violation(limits.secrets.resourcePolicyCharacters, policy);
  if (rule === undefined) return;
  context.report({
    code: 'limit-exceeded',
    path: 'secrets.onlyServers',
    value: `${readers.length} readers, ${policy.length} characters`,
    rule,
    fix: "split the environment, use topology 'multi-server', or write onlyServers: false",
  });
}
