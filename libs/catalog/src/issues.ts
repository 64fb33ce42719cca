import { FleetError, list, schemaFindings, type SchemaAt, type SchemaFinding } from '@mcp-fleet/core';
import type { z } from 'zod';

type Schema = z.core.$ZodType;

/** A manifest that keeps its schema, or all that is wrong with it. */
export interface Checked<T> {
  /** The manifest. @default - it has errors */
  readonly value?: T;
  /** Everything that is wrong with it. */
  readonly errors: readonly FleetError[];
}

/** Checks a value against a schema; what zod finds becomes errors of code `manifest-invalid`, one for each key. */
export function check<T>(schema: z.ZodType<T>, value: unknown, file: string): Checked<T> {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, errors: [] };
  const findings = schemaFindings(result.error.issues, {
    root: value,
    schemaAt: (path) => schemaAt(schema, path),
    list,
    phrase: (description) => description,
  });
  return { errors: findings.map((finding) => toError(finding, file)) };
}

function toError({ path, value, rule, fix }: SchemaFinding, file: string): FleetError {
  return new FleetError({ code: 'manifest-invalid', file, path: printPath(path), value, rule, fix });
}

/** A path as it is printed: `packages[0].transport.url`. */
function printPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === 'number' ? `[${key}]` : i > 0 ? `.${String(key)}` : String(key)))
    .join('');
}

type Def = { innerType?: Schema; element?: Schema; valueType?: Schema; shape?: Record<string, Schema> };

/** What the schema has to say at a path. Where the walk meets a union or a loose key it has nothing to say. */
function schemaAt(root: Schema, path: readonly PropertyKey[]): SchemaAt {
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
