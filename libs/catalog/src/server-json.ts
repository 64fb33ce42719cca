import { FleetError } from '@mcp-fleet/core';
import { z } from 'zod';
import { check, type Checked } from './issues';
import { literalSecrets } from './literal-secrets';

/** The schema of server.json that was read for this file. Files of other dates load too where their shape fits. */
export const SERVER_SCHEMA_DATE = '2025-12-11';

/** Lengths count code points, as JSON Schema does; zod would count UTF-16 units and refuse emoji too early. */
function sized(min: number, max: number): z.ZodString {
  return z
    .string()
    .refine((text) => [...text].length >= min && [...text].length <= max, {
      error: `this is ${min} to ${max} characters`,
      abort: true,
    })
    .meta({ minLength: min, maxLength: max });
}

const inputShape = {
  description: z.string().describe('what the value is for').optional(),
  isRequired: z.boolean().describe('whether the server needs a value; default false').optional(),
  isSecret: z.boolean().describe('whether the value is a secret; default false').optional(),
  format: z
    .enum(['string', 'number', 'boolean', 'filepath'])
    .describe('what the text stands for; default string')
    .optional(),
  value: z
    .string()
    .describe('a fixed value, which no user can change; {names} are taken from variables')
    .optional(),
  default: z.string().describe('the value where a user gives none').optional(),
  placeholder: z.string().describe('an example shown to the user').optional(),
  choices: z.array(z.string()).describe('the only values there are').optional(),
};

const variables = z
  .record(z.string(), z.looseObject(inputShape))
  .describe('the inputs that stand in {braces} in the value')
  .optional();

const keyValue = z.looseObject({
  name: z.string().describe('name of the variable or header'),
  ...inputShape,
  variables,
});

const isRepeated = z.boolean().describe('whether it may be given several times; default false').optional();

const positional = z
  .looseObject({
    type: z.literal('positional'),
    valueHint: z
      .string()
      .describe('a name for the argument, which is not part of the command line')
      .optional(),
    isRepeated,
    ...inputShape,
    variables,
  })
  .refine((argument) => argument.valueHint !== undefined || argument.value !== undefined, {
    error: 'a positional argument has a value or a valueHint',
  })
  .meta({ anyOf: [{ required: ['valueHint'] }, { required: ['value'] }] });

const named = z.looseObject({
  type: z.literal('named'),
  name: z.string().describe('the flag with its dashes, such as --port'),
  isRepeated,
  ...inputShape,
  variables,
});

const argument = z.discriminatedUnion('type', [positional, named]);

const headers = z.array(keyValue).describe('headers that a client sends').optional();
const url = z.string().describe('address of the endpoint, such as http://localhost:{--port}/mcp');

const transport = z
  .discriminatedUnion('type', [
    z.looseObject({ type: z.literal('stdio') }),
    z.looseObject({ type: z.literal('streamable-http'), url, headers }),
    z.looseObject({ type: z.literal('sse'), url, headers }),
  ])
  .describe('how the server speaks: { "type": "stdio" }, or streamable-http or sse with a url');

const packageSchema = z.looseObject({
  registryType: z.string().describe('kind of package: npm, pypi, oci, nuget, mcpb'),
  identifier: z.string().describe('name of the package, or image with tag or digest'),
  version: z
    .string()
    .min(1, { error: 'a version is not empty' })
    .refine((version) => version !== 'latest', { error: 'a version is exact, not "latest"' })
    .meta({ not: { const: 'latest' } })
    .describe('exact version of the package, such as 1.2.3')
    .optional(),
  registryBaseUrl: z.string().describe('address of the package registry').optional(),
  runtimeHint: z.string().describe('program that usually starts the package: npx, uvx, docker').optional(),
  // Packages of before September 2025 may lack it: all there was then was stdio.
  transport: transport.default({ type: 'stdio' }),
  runtimeArguments: z.array(argument).describe('arguments of npx, uvx or docker').optional(),
  packageArguments: z.array(argument).describe('arguments of the server itself').optional(),
  environmentVariables: z.array(keyValue).describe('variables that the server reads').optional(),
});

/**
 * What mcp-fleet reads of a server.json: never stricter than the registry's schema of {@link SERVER_SCHEMA_DATE}, and
 * looser where nothing depends on it (lengths of texts, a missing transport). Keys it does not know, and those it has
 * no use for (icons, repository, _meta), pass unread.
 */
export const serverJsonSchema = z.looseObject({
  $schema: z.string().describe('address of the schema that the file keeps').optional(),
  name: sized(3, 200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/, {
      error: 'a name is a reversed domain, one slash and a name',
    })
    .describe('name in the registry, such as io.github.owner/weather'),
  title: z.string().describe('name for people, at most 100 characters').optional(),
  description: z.string().describe('what the server does, at most 100 characters'),
  version: z.string().describe('version of the server, such as 1.2.3'),
  packages: z.array(packageSchema).describe('the packages that hold the server').optional(),
  remotes: z
    .array(z.looseObject({}))
    .describe('addresses where the server is offered as a service')
    .optional(),
});

export type ServerJson = z.infer<typeof serverJsonSchema>;
export type Package = z.infer<typeof packageSchema>;
export type Argument = z.infer<typeof argument>;
export type InputJson = z.infer<z.ZodObject<typeof inputShape>>;
export type KeyValue = z.infer<typeof keyValue>;

/** Checks what a server.json holds. Errors have code `manifest-invalid` and name `file` as it is given. */
export function checkServerJson(value: unknown, file: string): Checked<ServerJson> {
  const other = envelope(value, file) ?? oldShape(value, file);
  if (other) return { errors: [other] };
  const checked = check(serverJsonSchema, value, file);
  const secrets = literalSecrets(value, file);
  return secrets.length > 0 ? { errors: [...checked.errors, ...secrets] } : checked;
}

function envelope(value: unknown, file: string): FleetError | undefined {
  if (!isObject(value) || !isObject(value['server']) || 'name' in value) return undefined;
  return new FleetError({
    code: 'manifest-invalid',
    file,
    path: 'server',
    rule: 'the file is a plain server.json; this is an answer of the registry, which wraps one in "server"',
    fix: 'keep only what "server" holds',
  });
}

/** Before September 2025 the format had snake_case keys; said once, not as a missing and a strange key each. */
function oldShape(value: unknown, file: string): FleetError | undefined {
  const packages: unknown = isObject(value) ? value['packages'] : undefined;
  if (!Array.isArray(packages)) return undefined;
  for (const [i, entry] of packages.entries()) {
    if (!isObject(entry) || 'registryType' in entry) continue;
    const key = Object.keys(entry).find((k) =>
      /^(registry|runtime|package|environment|file)_[a-z0-9_]+$/.test(k),
    );
    if (key === undefined) continue;
    return new FleetError({
      code: 'manifest-invalid',
      file,
      path: `packages[${i}].${key}`,
      rule: `keys are in camelCase (schema ${SERVER_SCHEMA_DATE}); this is the form of before September 2025`,
      fix: `get the server's current server.json, or rename ${key} to ${camelCase(key)} and its like`,
    });
  }
  return undefined;
}

function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
