import { z } from 'zod';
import { check, type Checked } from './issues';
import { EXACT_NPM, EXACT_PYPI } from './versions';

const wholeNumber = (): z.ZodNumber => z.int().min(1, { error: 'this is a whole number of 1 or more' });
const texts = (): z.ZodArray<z.ZodString> => z.array(z.string());
const inputName = z.string().min(1, { error: 'a name of an input is not empty' });

/** Objects of which exactly one key is given: clearer errors, and better help in editors, than a union gives. */
function exactlyOne<T extends z.core.$ZodLooseShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  const keys = Object.keys(shape);
  return z
    .strictObject(shape)
    .refine((value) => keys.filter((key) => value[key as never] !== undefined).length === 1, {
      error: `exactly one of these keys is given: ${keys.join(', ')}`,
      // A misspelt key is said once, not as a missing one too.
      when: ({ issues }) => issues.length === 0,
    })
    .meta({ minProperties: 1, maxProperties: 1 });
}

const published = (exact: RegExp) =>
  z.strictObject({
    package: z.string().min(1).describe('name of the package'),
    version: z
      .string()
      .regex(exact, { error: 'a version is exact, not a range' })
      .describe('exact version, such as 1.2.3'),
    binary: z.string().describe('program that it installs; default the only one it has').optional(),
  });

const source = exactlyOne({
  go: z
    .strictObject({
      repository: z
        .string()
        .regex(/^https:\/\/[^\s@]+$/, { error: 'this is an https address without a user' })
        .describe('clone address, https'),
      commit: z
        .string()
        .regex(/^[0-9a-f]{40}$/, { error: 'this is a full commit id: 40 hex digits' })
        .describe('full id of the commit that is built'),
      mainPackage: z
        .string()
        .regex(/^\.(\/[\w.-]+)*$/, { error: 'this is . or a path that begins with ./' })
        .describe('main package, relative to the repository: . or ./cmd/x'),
      binary: z.string().min(1).describe('name of the program that is built'),
      versionVariable: z
        .string()
        .regex(/^[\w./-]+\.\w+$/, { error: 'this is a package path, a dot and a variable' })
        .describe('variable that the linker sets to the version, such as main.Version; default none')
        .optional(),
    })
    .describe('built from Go source')
    .optional(),
  npm: published(EXACT_NPM).describe('installed from npm').optional(),
  pypi: published(EXACT_PYPI).describe('installed from PyPI').optional(),
  oci: z
    .strictObject({ image: z.string().min(1).describe('image with tag or digest') })
    .describe('taken from an image')
    .optional(),
});

const AWS_NAMES = ['partition', 'region', 'account'];

/** Services that hold keys to everything else: a role may use them on named resources only. */
const KEY_HOLDERS = ['iam', 'kms', 'secretsmanager', 'ssm', 'sts'];

function namesWhatItOpens({ actions, resources }: { actions: string[]; resources: string[] }): boolean {
  const opens = actions.some((action) => KEY_HOLDERS.includes(action.split(':')[0] ?? ''));
  return !opens || resources.every((resource) => !resource.includes('*'));
}

const permission = z
  .strictObject({
    actions: z
      .array(
        z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/, {
          error: 'this is one action, service:Action, without wildcards',
        }),
      )
      .min(1, { error: 'there is at least one action' })
      .describe('exact actions, such as s3:GetObject'),
    resources: z
      .array(
        z
          .string()
          .regex(/^(\*|arn:\S+)$/, { error: 'this is an ARN, or * for actions that know no resource' })
          .refine((arn) => [...arn.matchAll(/\{([^}]*)\}/g)].every((m) => AWS_NAMES.includes(m[1] ?? '')), {
            error: `what is filled in is one of: ${AWS_NAMES.map((n) => `{${n}}`).join(', ')}`,
          }),
      )
      .min(1, { error: 'there is at least one resource' })
      .describe('ARNs; {partition}, {region} and {account} are filled in'),
  })
  .refine(namesWhatItOpens, {
    error: `actions of ${KEY_HOLDERS.join(', ')} name exact resources, without *: one server must not read what is another's`,
    path: ['resources'],
  });

const requirement = z.strictObject({
  when: z
    .strictObject({
      input: inputName.describe('input that has to be set, or have a default'),
      equals: z.string().describe('value it has to have; default any').optional(),
    })
    .describe('condition under which the sets count; default always')
    .optional(),
  oneOf: z
    .array(z.array(inputName).min(1, { error: 'a set names at least one input' }))
    .min(1, { error: 'there is at least one set' })
    .describe('sets of inputs, of which one has to be complete'),
});

const absolutePath = (): z.ZodString =>
  z.string().regex(/^\/\S*$/, { error: 'this is a path that begins with /' });

/** Our own facts about a server, beside its server.json. Every key is optional; keys that do not exist are errors. */
export const deploymentJsonSchema = z.strictObject({
  $schema: z.string().describe('path or address of the schema, for editors').optional(),
  package: z
    .union([z.int().min(0, { error: 'an index is 0 or more' }), z.string()])
    .describe('which of packages[] is deployed: its index or registryType; default the first that can be')
    .optional(),
  source: source
    .describe('where the program in the image comes from; default the package of server.json')
    .optional(),
  transport: z
    .enum(['http', 'stdio'])
    .describe("how the router speaks to the server; default the package's")
    .optional(),
  arguments: texts()
    .describe(
      'arguments after the program, instead of those of server.json; the router fills in {host} and {port}, a user {input:NAME}',
    )
    .optional(),
  variables: z
    .record(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'this is the name of a variable' }),
      z.string(),
    )
    .describe(
      'fixed variables, no longer asked of a user; the router fills in {logs}, {home}, {host} and {port}',
    )
    .optional(),
  secrets: z
    .record(z.string(), z.boolean())
    .describe(
      'whether an input is a secret, by its name; default what server.json says, or its name where that says nothing',
    )
    .optional(),
  path: absolutePath().describe("path of MCP in the container; default that of the package's url").optional(),
  port: z
    .int()
    .min(1, { error: 'a port is 1 to 65535' })
    .max(65535, { error: 'a port is 1 to 65535' })
    .describe('port that the server always listens on; default {port} where an argument or variable has it')
    .optional(),
  healthPath: absolutePath()
    .describe('path that answers 200 to GET when the server is ready; default none: a TCP connection decides')
    .optional(),
  auth: z
    .enum(['none', 'authorization', 'bearer', 'x-mcp-auth-token', 'both'])
    .describe('form in which the server wants the token that the router makes up; default none')
    .optional(),
  logLevel: exactlyOne({
    variable: z.string().min(1).describe('variable that takes the level').optional(),
    argument: z.string().min(1).describe('flag before the level').optional(),
  })
    .describe('how the log level reaches the server; default it has none')
    .optional(),
  writablePaths: z
    .array(absolutePath())
    .describe('directories it writes to, beside home, working and log directory; default none')
    .optional(),
  protocol: z
    .enum(['auto', 'legacy', 'modern'])
    .describe('era of MCP that it speaks: legacy up to 2025-11-25, modern from 2026-07-28; default auto')
    .optional(),
  sessions: z
    .enum(['shared', 'per-client'])
    .describe('one process for all clients, or one for each session (never on Lambda); default shared')
    .optional(),
  slowestCallSeconds: wholeNumber()
    .describe('longest time one of its tools takes, in seconds; default unknown')
    .optional(),
  memoryMiB: wholeNumber().describe("memory it needs, in MiB; default the house's for its kind").optional(),
  ephemeralStorageMiB: wholeNumber().describe('size of /tmp that it needs, in MiB; default 512').optional(),
  permissions: z.array(permission).describe('what it may do at AWS; default nothing').optional(),
  requires: z.array(requirement).describe('sets of inputs of which one is needed; default none').optional(),
  notes: texts()
    .describe('what a user should know, one sentence or two each; shown in the documents')
    .optional(),
});

export type DeploymentJson = z.infer<typeof deploymentJsonSchema>;

/** Checks what a deployment.json holds. Errors have code `manifest-invalid` and name `file` as it is given. */
export function checkDeploymentJson(value: unknown, file: string): Checked<DeploymentJson> {
  return check(deploymentJsonSchema, value, file);
}
