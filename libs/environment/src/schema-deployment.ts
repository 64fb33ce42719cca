import { z } from 'zod';
import { NAME } from './names';
import { limitsSchema, nameRule } from './schema-parts';

const settingSchema = z.union([
  z.string(),
  z
    .number()
    .refine(
      (n) => !Number.isInteger(n) || Number.isSafeInteger(n),
      'a number this long is written as a text, in quotes',
    ),
  z.boolean(),
  z.strictObject({
    ssm: z
      .string()
      .regex(
        /^(?!\/(aws|ssm)(\/|$))(\/[A-Za-z0-9_.-]+){1,15}$/i,
        'an SSM parameter is named by its path, which does not begin with /aws or /ssm: /mcp/dev/gitlab-url',
      )
      .describe('Path of the SSM parameter that holds the value; read when the server starts.'),
  }),
]);

const count = (what: string) => z.int(`${what} is a whole number`).min(0, `${what} is 0 or more`);

export const instanceSchema = z.strictObject({
  server: z
    .string()
    .optional()
    .describe("The server's key in the catalog. Default: the name of the instance."),
  settings: z
    .record(z.string(), settingSchema)
    .optional()
    .describe('Values of the variables that the manifest names; never a secret.'),
  size: z
    .strictObject({
      memoryMiB: z
        .int('memory is a whole number of MiB')
        .optional()
        .describe('Memory in MiB. Default: by server, 256 for a Go server.'),
      ephemeralStorageMiB: z
        .int('/tmp is a whole number of MiB')
        .optional()
        .describe('Size of /tmp in MiB. Default: 512.'),
    })
    .optional()
    .describe(
      'What it gets. A shared function gets the memory that its instances need together, and the largest /tmp of them.',
    ),
  timeoutSeconds: z
    .int('a timeout is a whole number of seconds')
    .min(1, 'a timeout is at least 1 second')
    .optional()
    .describe(
      'Longest answer in seconds. Default: 28 behind an HTTP API, which waits 30: a second for the function and one for its router.',
    ),
  limits: limitsSchema.optional().describe("Throttle of this instance. Default: the environment's."),
  concurrency: z
    .strictObject({
      reserved: count('reserved concurrency')
        .optional()
        .describe(
          'Most requests at a time; 0 switches it off. Default: no bound but the account. Instances that share a function are bounded together: all say it, or none.',
        ),
      provisioned: count('provisioned concurrency')
        .min(1, 'provisioned concurrency is 1 or more')
        .optional()
        .describe('Kept warm, and paid for while idle. Default: none.'),
    })
    .optional()
    .describe('Lambda concurrency.'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).optional().describe('Default: info.'),
});

export const deploymentSchema = z.strictObject({
  target: z.enum(['lambda']).describe('Where it runs.'),
  topology: z
    .enum(['per-server', 'multi-server'])
    .describe('A function for each instance, or one for all. Changing this word is the whole migration.'),
  edge: z
    .enum(['http-api'])
    .optional()
    .describe("What clients reach. Default: 'http-api', which buffers answers and waits 30 seconds."),
  architecture: z
    .enum(['arm64', 'x86_64'])
    .optional()
    .describe('Processor of the functions and of their images. Default: arm64, which costs less.'),
  servers: z
    .record(z.string().regex(NAME, nameRule('an instance name')), instanceSchema)
    .refine((servers) => Object.keys(servers).length > 0, 'a deployment has at least one server')
    .describe('The instances, by the name that is in their public path.'),
});
