import {
  FleetError,
  meantPath,
  schemaFindings,
  withoutText,
  type ErrorCode,
  type SchemaFinding,
} from '@mcp-fleet/core';
import type { z } from 'zod';
import { isLaterKey } from './later';
import { schemaAt } from './introspect';

type Path = readonly PropertyKey[];

const BUILDS = 'this key belongs to a later version of mcp-fleet, which builds what it asks for';

const codes: Readonly<Record<SchemaFinding['kind'], ErrorCode>> = {
  'unknown-key': 'unknown-key',
  'missing-key': 'missing-key',
  'wrong-type': 'wrong-type',
  'wrong-name': 'invalid-value',
  'not-a-choice': 'invalid-value',
  'broken-rule': 'invalid-value',
};

/** Turns what zod found into errors a stranger can act on, each said of its path in the file. */
export function toFleetErrors(
  issues: readonly z.core.$ZodIssue[],
  schema: z.core.$ZodType,
  raw: unknown,
): FleetError[] {
  const findings = schemaFindings(issues, {
    root: raw,
    schemaAt: (path) => schemaAt(schema, path),
    list: (words) => words.join(', '),
    phrase: lowerFirst,
  });
  return findings.map(toError);
}

/** Errors of shape without those that say twice what is wrong: a key that is misspelt is not also missing. */
export function withoutMisspelt(errors: readonly FleetError[]): FleetError[] {
  const meant = new Set(errors.flatMap((error) => (error.code === 'unknown-key' ? meantPath(error) : [])));
  const missing: readonly string[] = ['missing-key', 'access-missing'];
  return errors.filter(({ code, path }) => !(missing.includes(code) && meant.has(path)));
}

function toError({ kind, path, value, rule, fix, meant, explanation }: SchemaFinding): FleetError {
  const at = { code: codes[kind], path: dotted(path), rule };
  switch (kind) {
    case 'unknown-key':
      if (isLaterKey(dotted(path.slice(0, -1)), String(path.at(-1)))) {
        return new FleetError({
          ...at,
          code: 'not-yet-supported',
          rule: BUILDS,
          fix: 'remove the key for now',
        });
      }
      return new FleetError({ ...at, fix, ...(meant === undefined ? {} : { meant }) });
    case 'missing-key':
      return at.path === 'access' ? accessMissing() : new FleetError({ ...at, fix });
    case 'wrong-name':
      return new FleetError({ ...at, value, fix: 'choose another name' });
    case 'not-a-choice':
      return new FleetError({
        ...at,
        value: shown(path, value),
        fix: typeof value === 'string' ? fix : explanation,
      });
    default:
      return new FleetError({ ...at, value: shown(path, value), fix });
  }
}

function accessMissing(): FleetError {
  return new FleetError({
    code: 'access-missing',
    path: 'access',
    rule: 'an environment says who may call its servers; there is no default',
    fix: "write access: 'token' or access: { jwt: { issuer, audiences } }, or access: 'public' to let anyone in",
  });
}

/** A path as it is printed: `deployments.tools.servers.gitlab`. */
function dotted(path: Path): string {
  return path.map(String).join('.');
}

/** How deep instances are: `deployments.<name>.servers.<instance>`. */
const INSTANCE_DEPTH = 4;

/** A setting, or what stands where an instance is due, may be a secret by mistake: neither is printed, nor is what holds one. */
function shown(path: Path, value: unknown): unknown {
  if (Array.isArray(value)) return Symbol('a list');
  if (typeof value === 'object' && value !== null) return Symbol('an object');
  if (typeof value === 'function') return Symbol('a function');
  const inServers = path[0] === 'deployments' && path[2] === 'servers' && path.length <= INSTANCE_DEPTH;
  return path.includes('settings') || inServers ? withoutText(value) : value;
}

function lowerFirst(text: string): string {
  const body = text.replace(/\.$/, '');
  return /^[A-Z][a-z]/.test(body) ? body.charAt(0).toLowerCase() + body.slice(1) : body;
}
