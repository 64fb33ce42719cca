import type { FleetError } from '@mcp-fleet/core';
import { meantPath } from '@mcp-fleet/core';
import type { z } from 'zod';

/** What stands where nobody can leave something out, so that the plan can look at the rest. */
const STAND_IN = { account: '111122223333', region: 'us-east-1', access: 'token' } as const;

type Container = Record<PropertyKey, unknown>;
type Issue = z.core.$ZodIssue;

/** Puts what is sound in the place of a broken account, Region or access. Whether it did. */
export function standIn(copy: Container, issue: Issue): boolean {
  const [first, second] = issue.path;
  if (first === 'access') {
    if (isOfOrigins(issue)) delete (copy['access'] as Container)['allowedOrigins'];
    else copy['access'] = STAND_IN.access;
    return true;
  }
  if (first !== 'aws') return false;
  const given = copy['aws'];
  if (typeof given !== 'object' || given === null || second === undefined) copy['aws'] = standInAws();
  else if (second === 'account' || second === 'region')
    copy['aws'] = { ...given, [second]: STAND_IN[second] };
  else return false;
  return true;
}

/** Of the two forms of access, only the object has parts. */
function isOfOrigins(issue: Issue): boolean {
  const nested = issue.code === 'invalid_union' ? issue.errors.flat() : [];
  const parts = [issue.path, ...nested.map(({ path }) => [...issue.path, ...path])].filter(
    ({ length }) => length > 1,
  );
  return parts.length > 0 && parts.every(([, part]) => part === 'allowedOrigins');
}

/** Tokens, where no way in is left of what a file says. */
export function standInAccess<T>(access: T): T | typeof STAND_IN.access {
  const ways = typeof access === 'object' && access !== null ? ['public', 'token', 'jwt'] : [];
  return ways.length === 0 || ways.some((way) => way in (access as object)) ? access : STAND_IN.access;
}

/** The account and Region for an environment at AWS that has none. */
export function standInAws(): { account: string; region: string } {
  return { account: STAND_IN.account, region: STAND_IN.region };
}

/** Part of the file in whose place the plan was given something else, because of an error of shape. */
export function standInFor(error: FleetError): 'aws' | 'access' | undefined {
  const { code } = error;
  // A key that is misspelt is not also reported as missing.
  const path = meantPath(error);
  if (['aws', 'aws.account', 'aws.region'].includes(path)) return 'aws';
  const within = path === 'access' || path.startsWith('access.');
  if (!within || path.startsWith('access.allowedOrigins') || code === 'not-for-target') return undefined;
  return 'access';
}
