import type { SchemaAt } from '@mcp-fleet/core';
import type { z } from 'zod';

type Schema = z.core.$ZodType;

/** Follows a path through objects, records, unions and optionals. Keys of all branches of a union are known. */
export function schemaAt(root: Schema, path: readonly PropertyKey[]): SchemaAt {
  let level: Schema[] = [root];
  for (const key of path) level = level.flatMap((schema) => children(schema, String(key)));
  const objects = level.flatMap(branches);
  return {
    keys: [...new Set(objects.flatMap((schema) => Object.keys(shapeOf(schema))))],
    description: level.map(descriptionOf).find(Boolean),
  };
}

function children(schema: Schema, key: string): Schema[] {
  return branches(schema).flatMap((branch) => {
    const def = branch._zod.def as z.core.$ZodTypeDef & { valueType?: Schema; element?: Schema };
    const shape = shapeOf(branch);
    const child = (Object.hasOwn(shape, key) ? shape[key] : undefined) ?? def.valueType ?? def.element;
    return child ? [child] : [];
  });
}

function branches(schema: Schema): Schema[] {
  const def = schema._zod.def as z.core.$ZodTypeDef & { innerType?: Schema; options?: Schema[] };
  if (def.innerType) return branches(def.innerType);
  return def.options ? def.options.flatMap(branches) : [schema];
}

function shapeOf(schema: Schema): Record<string, Schema> {
  return (schema._zod.def as z.core.$ZodTypeDef & { shape?: Record<string, Schema> }).shape ?? {};
}

function descriptionOf(schema: Schema): string | undefined {
  return (schema as Schema & { description?: string }).description;
}
