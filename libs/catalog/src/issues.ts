import { FleetError, didYouMean, list, valueAt, withArticle } from '@mcp-fleet/core';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

/** A manifest that keeps its schema, or all that is wrong with it. */
export interface Checked<T> {
  readonly value?: T;
  readonly errors: readonly FleetError[];
}

/** Checks a value against a schema; what zod finds becomes errors of code `manifest-invalid`, one for each key. */
export function check<T>(schema: z.ZodType<T>, value: unknown, file: string): Checked<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, errors: [] };
  return { errors: result.error.issues.flatMap((issue) => toErrors(issue, schema, value, file)) };
}

function toErrors(issue: Issue, schema: Schema, root: unknown, file: string): FleetError[] {
  const at = schemaAt(schema, issue.path);
  const value = valueAt(root, issue.path);
  const invalid = (path: readonly PropertyKey[], got: unknown, rule: string, fix: string): FleetError =>
    new FleetError({ code: 'manifest-invalid', file, path: printPath(path), value: got, rule, fix });
  const meant = at.description ? `what is meant: ${at.description}` : 'write a value that keeps the rule';

  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = at.keys;
      return issue.keys.map((key) =>
        invalid([...issue.path, key], undefined, `the keys here are: ${list(known)}`, didYouMean(key, known)),
      );
    }
    case 'invalid_key':
      return [invalid(issue.path, issue.path.at(-1), issue.issues[0]?.message ?? issue.message, meant)];
    case 'invalid_value':
      if (value !== undefined)
        return [invalid(issue.path, value, oneOf(issue.values), choice(value, issue.values))];
      break;
    case 'invalid_union':
      if (value !== undefined && !issue.discriminator)
        return [invalid(issue.path, value, unionRule(issue), meant)];
      if (value !== undefined) {
        // zod names the options, though its types do not say so.
        const options = (issue as { options?: readonly unknown[] }).options ?? [];
        return [invalid(issue.path, value, oneOf(options), choice(value, options))];
      }
      break;
    case 'invalid_type':
      if (value !== undefined)
        return [invalid(issue.path, value, `this is ${withArticle(issue.expected)}`, meant)];
      break;
    default:
      return [invalid(issue.path, value, issue.message, meant)];
  }
  return [
    invalid(
      issue.path,
      undefined,
      'this key is required',
      at.description ? `add it: ${at.description}` : 'add it',
    ),
  ];
}

function oneOf(values: readonly unknown[]): string {
  return `this is one of: ${list(values.map(String))}`;
}

function choice(value: unknown, values: readonly unknown[]): string {
  return didYouMean(String(value), values.map(String));
}

/** Unions without a discriminator are of plain values here: a text or a number. */
function unionRule(issue: Issue & { readonly code: 'invalid_union' }): string {
  const expected = issue.errors
    .flat()
    .map((e) => (e.code === 'invalid_type' ? withArticle(e.expected) : e.message));
  return `this is ${[...new Set(expected)].join(' or ')}`;
}

/** A path as it is printed: `packages[0].transport.url`. */
export function printPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i > 0 ? `.${String(key)}` : String(key)))
    .join('');
}

type Def = { innerType?: Schema; element?: Schema; valueType?: Schema; shape?: Record<string, Schema> };

/** What the schema has to say at a path. Where the walk meets a union or a loose key it has nothing to say. */
function schemaAt(
  root: Schema,
  path: readonly PropertyKey[],
): { keys: readonly string[]; description?: string } {
  let schema = unwrap(root);
  for (const key of path) {
    const { shape, element, valueType } = schema._zod.def as Def;
    const child = shape?.[String(key)] ?? element ?? valueType;
    if (!child) return { keys: [] };
    schema = unwrap(child);
  }
  return {
    keys: Object.keys((schema._zod.def as Def).shape ?? {}),
    description: (schema as { description?: string }).description,
  };
}

/** Descriptions are on the inner schema: `z.string().describe(…).optional()`. */
function unwrap(schema: Schema): Schema {
  const { innerType } = schema._zod.def as Def;
  return innerType ? unwrap(innerType) : schema;
}
