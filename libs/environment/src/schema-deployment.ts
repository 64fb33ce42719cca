import { limits, parseCidr } from '@mcp-fleet/core';
import { z } from 'zod';
import { NAME } from './names';
import { thresholdsSchema } from './schema-alarms';
import { failoverSchema } from './schema-domain';
import { keySchema, limitsSchema, nameRule } from './schema-parts';
import { rotationSchema } from './schema-secrets';
import { edgeNames, onlyFor, targetNames } from './target-facts';

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
      .max(
        limits.secrets.ssmParameterName.max,
        `an SSM parameter is named by its path, of ${limits.secrets.ssmParameterName.max} characters at most [${limits.secrets.ssmParameterName.source}]`,
      )
      .describe('Path of the SSM parameter that holds the value; read when the server starts.'),
  }),
]);

const { min: LOWEST_PORT, max: HIGHEST_PORT } = limits.docker.hostPort;
const port = () =>
  z
    .int('a port is a whole number')
    .min(LOWEST_PORT, `a host port is ${LOWEST_PORT} to ${HIGHEST_PORT}`)
    .max(HIGHEST_PORT, `a host port is ${LOWEST_PORT} to ${HIGHEST_PORT}`);

const count = (what: string) => z.int(`${what} is a whole number`).min(0, `${what} is 0 or more`);

const share = (what: string) =>
  z.number().min(1, `${what} is 1 to 100 per cent`).max(100, `${what} is 1 to 100 per cent`).optional();
const tasks = () => z.int('a number of tasks is whole').min(1, 'there is at least 1 task');

const scalingSchema = z.strictObject({
  min: tasks().optional().describe('Least number of tasks.'),
  max: tasks().optional().describe('Greatest number of tasks. Default: 10.'),
  requestsPerTarget: z
    .int('requests are a whole number')
    .min(1, 'there is at least 1 request')
    .optional()
    .describe('Requests a minute that each task should get. Default: 600.'),
  cpuPercent: share('CPU').describe('Average CPU of the tasks. Default: 70.'),
  memoryPercent: share('memory').describe('Average memory of the tasks. Default: 80.'),
  schedules: z
    .record(
      keySchema('the name of a schedule'),
      z.strictObject({
        schedule: z
          .string()
          .regex(/^(cron|at|rate)\(.+\)$/, 'a schedule is cron(…), at(…) or rate(…)')
          .describe("Time of the change: 'cron(0 20 ? * MON-FRI *)'."),
        timezone: z
          .string()
          .regex(/^[A-Za-z]+([/_+-][A-Za-z0-9]+)*$/, 'a time zone has an IANA name, such as Europe/Berlin')
          .optional()
          .describe('IANA time zone. Default: UTC.'),
        min: tasks().describe('Least number of tasks from then on.'),
        max: tasks().describe('Greatest number of tasks from then on.'),
      }),
    )
    .optional()
    .describe('Other numbers of tasks at certain times. Default: none.'),
});

export const sizeSchema = z.strictObject({
  memoryMiB: z
    .int('memory is a whole number of MiB')
    .min(1, 'memory is at least 1 MiB')
    .optional()
    .describe('Memory in MiB. Default: by server, 256 for a Go server.'),
  ephemeralStorageMiB: z
    .int('/tmp is a whole number of MiB')
    .min(1, '/tmp has at least 1 MiB')
    .optional()
    .describe('Size of /tmp in MiB. Default: 512.'),
  cpus: z
    .number()
    .positive('CPUs are more than 0')
    .optional()
    .describe(
      'CPUs of its container or task, such as 0.5, for targets docker and fargate. Default: 1 on a laptop, 0.25 in a task.',
    )
    .register(onlyFor, {
      targets: ['fargate', 'docker'],
      because: 'a function gets its CPU with its memory',
    }),
});

export const instanceSchema = z.strictObject({
  server: z
    .string()
    .optional()
    .describe("The server's key in the catalog. Default: the name of the instance."),
  settings: z
    .record(z.string(), settingSchema)
    .optional()
    .describe('Values of the variables that the manifest names; never a secret.'),
  size: sizeSchema
    .optional()
    .describe(
      'Memory, /tmp and CPU of the instance. A shared function gets the memory and the /tmp that its instances need together; a task is rounded up to the next size that Fargate has.',
    ),
  timeoutSeconds: z
    .int('a timeout is a whole number of seconds')
    .min(1, 'a timeout is at least 1 second')
    .optional()
    .describe(
      'Longest answer in seconds. Default: 28 behind an HTTP API, which waits 30: a second for the function and one for its router; 298 behind a REST API, 290 behind a load balancer, 300 for target docker.',
    ),
  limits: limitsSchema
    .optional()
    .describe("Throttle of this instance. Default: the environment's.")
    .register(onlyFor, { targets: ['lambda'], because: 'throttles are those of an API at AWS' }),
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
        .describe('Environments kept warm, which cost money while idle. Default: none.'),
    })
    .optional()
    .describe('Lambda concurrency.')
    .register(onlyFor, { targets: ['lambda'], because: 'it is the concurrency of a Lambda function' }),
  scaling: scalingSchema
    .optional()
    .describe(
      'How many tasks it has, for target fargate. Instances that share a task get the highest of their bounds. Default: 1 to 10 tasks, 2 to 10 where protected.',
    )
    .register(onlyFor, { targets: ['fargate'], because: 'it is a number of tasks' }),
  port: port()
    .optional()
    .describe(
      'Port of this computer that its container is reached at, for target docker with a container for each instance. Default: one of 8100 to 8999, by its name.',
    )
    .register(onlyFor, { targets: ['docker'], because: 'at AWS clients reach the edge' }),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).optional().describe('Log level. Default: info.'),
  rotation: rotationSchema
    .optional()
    .describe('Rotation of the secret of the instance by a Lambda function of yours. Default: none.')
    .register(onlyFor, { targets: ['lambda', 'fargate'], because: 'secrets of a laptop are in .env' }),
  alarms: thresholdsSchema
    .optional()
    .describe("Thresholds of the alarms of this instance. Default: the environment's.")
    .register(onlyFor, { targets: ['lambda', 'fargate'], because: 'a laptop writes no metrics' }),
});

export const deploymentSchema = z.strictObject({
  target: z
    .enum(targetNames)
    .describe(
      "Where it runs: at AWS as functions or tasks, or in containers of this computer. 'docker' stands in no file with the others.",
    ),
  topology: z
    .enum(['per-server', 'multi-server'])
    .describe(
      'A function (task, container) for each instance, or one for all. Changing this word is the whole migration.',
    ),
  edge: z
    .enum(edgeNames)
    .optional()
    .describe(
      "Front door that clients call. Default: 'http-api' for functions, which buffers answers and waits 30 seconds ('rest-api' streams, for 15 minutes at most); 'alb' for tasks, which streams.",
    )
    .register(onlyFor, {
      targets: ['lambda', 'fargate'],
      because: 'on a laptop clients reach the container itself',
    }),
  architecture: z
    .enum(['arm64', 'x86_64'])
    .optional()
    .describe(
      'Processor of the functions and of their images. Default: arm64, which costs less; that of the computer for target docker.',
    ),
  exposure: z
    .enum(['internet', 'internal'])
    .optional()
    .describe(
      "Reach of the load balancer of target fargate: 'internet', or the VPC alone. Default: 'internal'.",
    )
    .register(onlyFor, { targets: ['fargate'], because: 'it is about a load balancer' }),
  clients: z
    .record(
      keySchema('the name of a client range'),
      z
        .string()
        .refine((text) => parseCidr(text) !== undefined, 'a range is an IPv4 block like 203.0.113.0/24'),
    )
    .refine((ranges) => Object.keys(ranges).length > 0, 'with no range at all nobody could call')
    .optional()
    .describe(
      "Ranges that may call the load balancer, by name: { office: '203.0.113.0/24' }. Default: everybody, or the VPC where it is internal.",
    )
    .register(onlyFor, { targets: ['fargate'], because: 'it is about a load balancer' }),
  vpc: z
    .boolean()
    .optional()
    .describe(
      "Attaches the functions of target lambda to the environment's VPC, where a server has to reach something private; everything else they reach by its NAT. Tasks always are in it. Default: false.",
    )
    .register(onlyFor, {
      targets: ['lambda'],
      because: 'tasks always are in the VPC, and containers of a laptop are in none',
    }),
  host: z
    .string()
    .regex(
      /^(?=.{4,128}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      'a host is a name of DNS in lower case: mcp.example.com',
    )
    .optional()
    .describe(
      "Name that clients use. In the environment's domain its records are made, and its certificate is issued. Default: the name that AWS gives API or load balancer.",
    )
    .register(onlyFor, { targets: ['lambda', 'fargate'], because: 'a laptop has no name of its own' }),
  certificateArn: z
    .string()
    .regex(
      /^arn:aws(-[a-z]+)*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/,
      'a certificate is given by its ARN in AWS Certificate Manager: arn:aws:acm:<Region>:<account>:certificate/<id>',
    )
    .optional()
    .describe(
      "Certificate of the host, in the same Region; with failover also of <environment>.<host>, which nothing here can check. Default: one is issued where the host is in the environment's domain.",
    )
    .register(onlyFor, { targets: ['lambda', 'fargate'], because: 'a laptop has no name of its own' }),
  failover: failoverSchema
    .optional()
    .describe(
      'The same host is in another environment of the account too, and one takes over from the other. A certificateArn of yours also covers <environment>.<host>, a webAclArn lets Route 53 ask there for /<instance>/health. Default: none.',
    )
    .register(onlyFor, { targets: ['lambda', 'fargate'], because: 'a laptop has no name of its own' }),
  plainHttp: z
    .literal(true)
    .optional()
    .describe('The load balancer speaks plain HTTP: tokens cross the network readable. Default: HTTPS only.')
    .register(onlyFor, { targets: ['fargate'], because: 'it is about a load balancer' }),
  webAclArn: z
    .string()
    .regex(
      /^arn:aws(-[a-z]+)*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]+\/[A-Za-z0-9-]+$/,
      'a web ACL is given by its ARN, and its scope is regional: arn:aws:wafv2:<Region>:<account>:regional/webacl/<name>/<id>',
    )
    .optional()
    .describe(
      'Web ACL of AWS WAF that looks at requests to the load balancer first. With failover it lets the health checks of Route 53 in. Default: none.',
    )
    .register(onlyFor, { targets: ['fargate'], because: 'it is about a load balancer' }),
  capacity: z
    .enum(['on-demand', 'spot', 'mixed'])
    .optional()
    .describe(
      "Capacity that tasks run on: 'spot' costs less and may be stopped at any time, 'mixed' keeps one task on demand. Default: 'on-demand'.",
    )
    .register(onlyFor, { targets: ['fargate'], because: 'functions and laptops have no Spot capacity' }),
  debug: z
    .strictObject({
      exec: z
        .boolean()
        .optional()
        .describe('A shell in running tasks, which makes their root file systems writable. Default: false.'),
    })
    .optional()
    .describe('Aids for finding faults; refused in a protected environment.')
    .register(onlyFor, { targets: ['fargate'], because: 'it is a shell in a task' }),
  port: port()
    .optional()
    .describe(
      'Port of this computer that the one container of all instances is reached at, for target docker. Default: 8080.',
    )
    .register(onlyFor, { targets: ['docker'], because: 'at AWS clients reach the edge' }),
  servers: z
    .record(z.string().regex(NAME, nameRule('an instance name')), instanceSchema)
    .refine((servers) => Object.keys(servers).length > 0, 'a deployment has at least one server')
    .describe(
      'The instances, by the name that is in their public path: up to 40 lower-case letters, digits and single hyphens, beginning with a letter, and met once in the environment, whatever the deployment.',
    ),
});
