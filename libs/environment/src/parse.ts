import { FleetError, errorCodes, didYouMean, isAcknowledgeable, raisableQuotas } from '@mcp-fleet/core';
import type { z } from 'zod';
import { toFleetErrors, withoutMisspelt } from './issues';
import { reservedNames, retirableStacks } from './names';
import { withoutBroken } from './prune';
import { environmentSchema } from './schema';
import { standInAccess, standInAws } from './stand-ins';
import { isLaptop, targetErrors } from './targets';

/** An environment whose shape has been checked; what is not written is undefined, the plan fills it in. */
export type Environment = z.output<typeof environmentSchema>;
export type DeploymentInput = Environment['deployments'][string];
export type InstanceInput = DeploymentInput['servers'][string];

/** What parsing found. */
export interface ParsedEnvironment {
  /**
   * The environment; where there are errors, what is left of it without the parts that they are about. A broken
   * account, Region or access has a stand-in: {@link standInFor} says of which errors.
   */
  readonly environment?: Environment;
  /** All errors of its shape. */
  readonly errors: readonly FleetError[];
}

/** Checks the shape of an environment: what one file says by itself. Rules across files are the plan's. */
export function parseEnvironment(raw: unknown): ParsedEnvironment {
  const result = environmentSchema.safeParse(raw);
  if (result.success) return { environment: withStandIns(result.data), errors: ruleErrors(raw) };
  const errors = withoutMisspelt([
    ...toFleetErrors(result.error.issues, environmentSchema, raw),
    ...ruleErrors(raw),
  ]);
  // What is sound goes on to the plan, so that a user learns of all errors in one run.
  const environment = soundPart(raw, result.error.issues);
  return environment ? { environment: withStandIns(environment), errors } : { errors };
}

/** What is cut out may leave less than is needed around it, which then goes too, up to the deployment. */
const ROUNDS = 10;

function soundPart(raw: unknown, issues: readonly z.core.$ZodIssue[]): Environment | undefined {
  let [rest, broken] = [raw, issues];
  for (let round = 0; round < ROUNDS; round += 1) {
    rest = withoutBroken(rest, broken);
    const result = environmentSchema.safeParse(rest);
    if (result.success) return result.data;
    broken = result.error.issues;
  }
  return undefined;
}

/** Without an account the plan has nothing to plan for, unless all of it runs on a laptop. */
function withStandIns(environment: Environment): Environment {
  const access = standInAccess(environment.access);
  const aws = environment.aws ?? (isLaptop(environment) ? undefined : standInAws());
  return { ...environment, access, ...(aws && { aws }) };
}

/** Rules that zod does not express. They read the raw value, so that they are found beside errors of shape. */
function ruleErrors(raw: unknown): FleetError[] {
  const environment = record(raw);
  return [
    ...protoErrors(environment['deployments']),
    ...accessErrors(environment['access']),
    ...reservedErrors(environment['deployments']),
    ...targetErrors(raw),
    ...retiredErrors(environment['retired'], record(environment['deployments'])),
    ...quotaErrors(environment['quotas']),
    ...acknowledgeErrors(environment['acknowledge']),
  ];
}

function accessErrors(access: unknown): FleetError[] {
  if (typeof access !== 'object' || access === null) return [];
  const ways = ['public', 'token', 'jwt'].filter((way) => way in access);
  if (ways.length === 1) return [];
  return [
    new FleetError({
      code: ways.length === 0 ? 'access-missing' : 'invalid-value',
      path: 'access',
      value: ways.length === 0 ? undefined : ways,
      rule: 'access is exactly one of public, token and jwt',
      fix: ways.length === 0 ? 'add token: true, or jwt: { issuer, audiences }' : 'keep one of them',
    }),
  ];
}

function reservedErrors(deployments: unknown): FleetError[] {
  return Object.entries(record(deployments)).flatMap(([name, deployment]) => [
    ...reserved(`deployments.${name}`, name),
    ...Object.keys(record(record(deployment)['servers'])).flatMap((instance) =>
      reserved(`deployments.${name}.servers.${instance}`, instance),
    ),
  ]);
}

/** A name that stays would be kept and destroyed in one deploy. */
function retiredErrors(retired: unknown, deployments: Record<string, unknown>): FleetError[] {
  if (!Array.isArray(retired)) return [];
  const names: readonly unknown[] = retired;
  return names.flatMap((name, i) => {
    if (typeof name !== 'string') return [];
    const at = { code: 'invalid-value', path: `retired.${i}`, value: name } as const;
    if (Object.hasOwn(deployments, name)) {
      return [
        new FleetError({
          ...at,
          rule: 'a retired deployment is no longer among the deployments',
          fix: `remove deployments.${name} to take it down, or the name here to keep it`,
        }),
      ];
    }
    if (names.indexOf(name) !== i)
      return [new FleetError({ ...at, rule: 'a name is retired once', fix: 'remove it here' })];
    return retirableStacks.includes(name) ? [] : reserved(at.path, name);
  });
}

/** zod leaves this key out without a word. */
function protoErrors(deployments: unknown): FleetError[] {
  const named = [
    ['deployments', deployments] as const,
    ...Object.entries(record(deployments)).map(
      ([name, d]) => [`deployments.${name}.servers`, record(d)['servers']] as const,
    ),
  ];
  return named
    .filter(([, value]) => Object.hasOwn(record(value), '__proto__'))
    .map(
      ([path]) =>
        new FleetError({
          code: 'invalid-value',
          path: `${path}.__proto__`,
          rule: 'this name means something else to JavaScript',
          fix: 'choose another name',
        }),
    );
}

function reserved(path: string, name: string): FleetError[] {
  if (!reservedNames.includes(name)) return [];
  const rule = `mcp-fleet keeps these names for itself: ${reservedNames.join(', ')}`;
  return [new FleetError({ code: 'reserved-name', path, value: name, rule, fix: 'choose another name' })];
}

function quotaErrors(quotas: unknown): FleetError[] {
  const known = [...raisableQuotas.keys()];
  return Object.keys(record(quotas))
    .filter((key) => !raisableQuotas.has(key))
    .map(
      (key) =>
        new FleetError({
          code: 'quota-unknown',
          path: `quotas.${key}`,
          rule: `the quotas that AWS raises and mcp-fleet counts are: ${known.join(', ')}`,
          fix: didYouMean(key, known),
        }),
    );
}

function acknowledgeErrors(acknowledge: unknown): FleetError[] {
  const codes = Object.keys(errorCodes) as (keyof typeof errorCodes)[];
  const allowed = codes.filter(isAcknowledgeable);
  return Object.keys(record(acknowledge))
    .filter((key) => !(allowed as string[]).includes(key))
    .map(
      (key) =>
        new FleetError({
          code: 'acknowledge-refused',
          path: `acknowledge.${key}`,
          rule: `only what AWS allows can be acknowledged: ${allowed.join(', ')}`,
          fix: (codes as string[]).includes(key) ? 'remove it and mend the cause' : didYouMean(key, allowed),
        }),
    );
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
