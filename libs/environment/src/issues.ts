import {
  FleetError,
  didYouMean,
  meantPath,
  suggestion,
  valueAt,
  withArticle,
  withoutText,
} from '@mcp-fleet/core';
import type { z } from 'zod';
import { isLaterKey } from './later';
import { schemaAt } from './introspect';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const BUILDS = 'this key belongs to a later version of mcp-fleet, which builds what it asks for';

/** Turns what zod found into errors a stranger can act on, each said of its path in the file. */
export function toFleetErrors(issues: readonly Issue[], schema: z.core.$ZodType, raw: unknown): FleetError[] {
  return issues.flatMap((issue) => convert(issue, [], schema, raw));
}

/** Errors of shape without those that say twice what is wrong: a key that is misspelt is not also missing. */
export function withoutMisspelt(errors: readonly FleetError[]): FleetError[] {
  const meant = new Set(errors.flatMap((error) => (error.code === 'unknown-key' ? meantPath(error) : [])));
  const lacks: readonly string[] = ['missing-key', 'access-missing'];
  return errors.filter(({ code, path }) => !(lacks.includes(code) && meant.has(path)));
}

function convert(issue: Issue, base: Path, schema: z.core.$ZodType, raw: unknown): FleetError[] {
  const path = [...base, ...issue.path];
  const value = valueAt(raw, path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key, schema));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    return nearestBranch(issue.errors).flatMap((nested) => convert(nested, path, schema, raw));
  }
  if (value === undefined) return [missing(path, schema)];
  const at = { path: dotted(path), value: shown(path, value) };
  const description = schemaAt(schema, path).description;
  const fix = description ? `what is meant: ${lowerFirst(description)}` : 'write a value that keeps the rule';
  if (issue.code === 'invalid_type') {
    return [
      new FleetError({ ...at, code: 'wrong-type', rule: `this is ${withArticle(issue.expected)}`, fix }),
    ];
  }
  if (issue.code === 'invalid_key') {
    const rule = issue.issues[0]?.message ?? issue.message;
    const name = { path: at.path, value: path.at(-1) };
    return [new FleetError({ ...name, code: 'invalid-value', rule, fix: 'choose another name' })];
  }
  if (issue.code === 'invalid_value') {
    const rule = `this is one of: ${issue.values.map(String).join(', ')}`;
    const choice = typeof value === 'string' ? didYouMean(value, issue.values.map(String)) : fix;
    return [new FleetError({ ...at, code: 'invalid-value', rule, fix: choice })];
  }
  return [new FleetError({ ...at, code: 'invalid-value', rule: issue.message, fix })];
}

function unknownKey(path: Path, key: string, schema: z.core.$ZodType): FleetError {
  const at = dotted([...path, key]);
  if (isLaterKey(dotted(path), key)) {
    return new FleetError({
      code: 'not-yet-supported',
      path: at,
      rule: BUILDS,
      fix: 'remove the key for now',
    });
  }
  const known = schemaAt(schema, path).keys;
  return new FleetError({
    code: 'unknown-key',
    path: at,
    rule: `the keys here are: ${known.join(', ')}`,
    ...suggestion(key, known),
  });
}

function missing(path: Path, schema: z.core.$ZodType): FleetError {
  if (dotted(path) === 'access') {
    return new FleetError({
      code: 'access-missing',
      path: 'access',
      rule: 'an environment says who may call its servers; there is no default',
      fix: "write access: 'token' or access: { jwt: { issuer, audiences } }, or access: 'public' to let anyone in",
    });
  }
  const description = schemaAt(schema, path).description;
  return new FleetError({
    code: 'missing-key',
    path: dotted(path),
    rule: 'this key is required',
    fix: description ? `add it: ${lowerFirst(description)}` : 'add it',
  });
}

/** The branch that was most likely meant: whose value has the right type, then the one with the fewest issues. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const cost = (issues: readonly Issue[]) =>
    issues.some((i) => i.path.length === 0 && i.code !== 'unrecognized_keys')
      ? 1000 + issues.length
      : issues.length;
  const sorted = [...branches].sort((a, b) => cost(a) - cost(b));
  const best = sorted[0] ?? [];
  if (cost(best) < 1000) return best;
  // No branch has the right type: say all of them in one sentence.
  const texts = branches
    .flat()
    .map((i) =>
      i.code === 'invalid_value'
        ? i.values.map((v) => `'${String(v)}'`).join(', ')
        : 'expected' in i
          ? withArticle(String(i.expected))
          : i.message,
    );
  return [
    { code: 'custom', path: [], message: `this is ${[...new Set(texts)].join(' or ')}`, input: undefined },
  ];
}

/** A path as it is printed: `deployments.tools.servers.gitlab`. */
export function dotted(path: Path): string {
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
