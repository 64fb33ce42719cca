import { errorCodes, isAcknowledgeable, raisableQuotas, type ErrorCode } from '@mcp-fleet/core';
import { environmentSchema, reservedNames } from '@mcp-fleet/environment';
import { z } from 'zod';
import { code, codeBlock, either, header, page, prose, table } from './markdown';

/** As much of JSON Schema as zod writes for our schemas. */
export interface JsonSchema {
  readonly title?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** What stands for the keys of a record in paths. */
const KEYS: Readonly<Record<string, string>> = {
  acknowledge: '<code>',
  deployments: '<deployment>',
  quotas: '<quota>',
  servers: '<instance>',
  settings: '<setting>',
};

/** docs/environment-file.md: every key of an environment file. */
export function environmentPage(example: string): string {
  const schema = z.toJSONSchema(environmentSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(isAcknowledgeable);
  return page([
    header('the schema in libs/environment'),
    '# The environment file',
    '`environments/<name>/environment.ts` describes one environment completely. The file is data: it imports `@mcp-fleet/environment` and files of its own folder, and holds no secret.',
    codeBlock('ts', example),
    'A required key must be present if the object around it is present, in the form that has the key. Unknown keys and secrets in settings are errors; all errors are reported at once, each with its fix.',
    ...Object.entries(schema.properties ?? {}).flatMap(([key, child]) => [
      `## ${key}`,
      table(
        ['key', 'type', 'required', 'description'],
        keyRows(key, child, schema.required?.includes(key) ?? false),
      ),
    ]),
    '## Words and names',
    [
      `- Quotas that can be raised: ${[...raisableQuotas.keys()].map(code).join(', ')}. What each counts: [limits.md](limits.md)`,
      `- Codes that can be acknowledged: ${codes.map(code).join(', ')}`,
      `- Names that no deployment and no instance can have: ${reservedNames.map(code).join(', ')}`,
      '- The settings and secrets of each server: [servers.md](servers.md)',
    ].join('\n'),
  ]);
}

/** A row for a key and for every key below it. */
export function keyRows(path: string, schema: JsonSchema, required: boolean): string[][] {
  const own = [code(path), typeText(schema), required ? '**yes**' : 'no', prose(schema.description ?? '')];
  return [own, ...childRows(path, schema)];
}

function childRows(path: string, schema: JsonSchema): string[][] {
  const { properties = {}, required = [], additionalProperties: values, items, anyOf = [] } = schema;
  const last = path.split('.').at(-1) ?? '';
  return [
    ...Object.entries(properties).flatMap(([key, child]) =>
      keyRows(`${path}.${key}`, child, required.includes(key)),
    ),
    ...(typeof values === 'object' ? recordRows(`${path}.${KEYS[last] ?? '<name>'}`, values) : []),
    ...(items ? childRows(`${path}[]`, items) : []),
    ...anyOf.flatMap((form) => childRows(path, form)),
  ];
}

/** The row of the record tells already what its values are. */
function recordRows(path: string, schema: JsonSchema): string[][] {
  return schema.description === undefined ? childRows(path, schema) : keyRows(path, schema, false);
}

function typeText(schema: JsonSchema): string {
  const { type, anyOf, items, properties, additionalProperties } = schema;
  if (schema.const !== undefined) return literalText(schema.const);
  if (schema.enum) return either(schema.enum.map(literalText));
  if (anyOf) return either(anyOf.map(typeText));
  if (items) return `list of ${typeText(items)}`;
  if (typeof additionalProperties === 'object') return `by name: ${typeText(additionalProperties)}`;
  if (properties) return `object (${Object.keys(properties).map(code).join(', ')})`;
  return (
    { string: 'text', integer: 'whole number', boolean: '`true` or `false`' }[type ?? ''] ?? type ?? 'any'
  );
}

function literalText(value: unknown): string {
  return code(typeof value === 'string' ? `'${value}'` : String(value));
}
