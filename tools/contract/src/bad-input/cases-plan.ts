import { PropChecks, limits } from '@mcp-fleet/core';
import { json, server, type Change } from '@mcp-fleet/testing/fleet';
import { dedent } from './case';
import type { BadInput } from './case';

const tools = (change: Change): Change => ({ deployments: { tools: change } });
const notes = (change: Change): Change => tools({ servers: { notes: change } });
const settings = { NOTES_URL: 'https://notes.example.com' };
const pin = (change: object = {}) => ({
  'environments/dev/images.json': json({
    'mcp-servers/dev/notes': {
      digest: `sha256:${'0'.repeat(64)}`,
      tag: 'v1.2.0-000000000000',
      architecture: 'arm64',
      contents: { notes: '1.2.0', router: '0.1.0' },
      ...change,
    },
  }),
});
const many = (count: number, instance: object) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`notes-${i + 1}`, { server: 'notes', ...instance }]),
  );

/** What only the plan sees: servers, AWS limits, images. */
export const planCases: readonly BadInput[] = [
  {
    code: 'unknown-server',
    change: tools({ servers: { nots: {} } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.nots
        got   "nots"
        rule  a server is a folder with a server.json; there are: notes
        fix   did you mean "notes"?
        code  unknown-server
    `,
  },
  {
    code: 'unknown-server',
    title: 'Named by `server`',
    change: tools({ servers: { 'notes-eu': { server: 'wiki' } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes-eu.server
        got   "wiki"
        rule  a server is a folder with a server.json; there are: notes
        fix   use one of: notes
        code  unknown-server
    `,
  },
  {
    code: 'unknown-server',
    title: 'Withdrawn by its authors',
    change: tools({ servers: { 'awslabs-cfn-mcp-server': {} } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.awslabs-cfn-mcp-server
        got   "awslabs-cfn-mcp-server"
        rule  awslabs.cfn-mcp-server is withdrawn: every release at PyPI is withdrawn, and the repository has removed it
        fix   deploy 'aws-iac', which checks templates; it creates nothing
        code  unknown-server
    `,
  },
  {
    code: 'duplicate-instance',
    change: {
      deployments: { more: { target: 'lambda', topology: 'per-server', servers: { notes: { settings } } } },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.more.servers.notes
        got   "notes"
        rule  an instance name is unique in its environment, and deployments.tools.servers.notes has it
        fix   give it another name: 'notes-2': { server: 'notes' }
        code  duplicate-instance
    `,
  },
  {
    code: 'setting-set-missing',
    files: server('notes', { requires: [{ oneOf: [['NOTES_USER'], ['NOTES_TENANT', 'NOTES_TOKEN']] }] }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings
        rule  server notes needs one of these sets: NOTES_USER  or  NOTES_TENANT + NOTES_TOKEN
        fix   add NOTES_USER, or NOTES_TENANT to settings
        code  setting-set-missing
    `,
  },
  {
    code: 'timeout-too-long',
    change: notes({ timeoutSeconds: 60 }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.timeoutSeconds
        got   60
        rule  behind an HTTP API an answer takes at most 28 seconds, two less than the edge waits: one for the function and one for its router [API:apigatewayv2.CreateIntegrationRequest]
        fix   write 28 or less, or use what waits longer: edge 'rest-api', or target 'fargate'
        code  timeout-too-long
    `,
  },
  {
    code: 'slow-server',
    files: server('notes', { slowestCallSeconds: 120 }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "notes: up to 120 seconds"
        rule  an HTTP API waits 30 seconds [API:apigatewayv2.CreateIntegrationRequest]; slower calls of this server would end with 504
        fix   put it behind what waits longer (edge 'rest-api', or target 'fargate'), or accept it: acknowledge: { 'slow-server': '<reason>' }
        code  slow-server
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'Memory',
    change: notes({ size: { memoryMiB: 64 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.size.memoryMiB
        got   64
        rule  the memory of a Lambda function is 128 to 10,240 MiB [docs:lambda/gettingstarted-limits]
        fix   use a value within it
        code  limit-exceeded
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'Memory of a function that instances share',
    change: tools({
      topology: 'multi-server',
      servers: {
        notes: { size: { memoryMiB: 8192 } },
        'notes-eu': { server: 'notes', settings, size: { memoryMiB: 8192 } },
      },
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "16384 MiB in all"
        rule  the memory of a Lambda function is 128 to 10,240 MiB [docs:lambda/gettingstarted-limits]
        fix   split the deployment, or make its instances smaller
        code  limit-exceeded
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Routes',
    change: tools({ servers: many(75, { settings }) }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "76 instances with 4 routes each"
        rule  the number of routes of an HTTP API is at most 300 [docs:apigateway/http-api-quotas]: room for 75 instances
        fix   split the deployment; where AWS has granted more, say so: quotas: { httpApiRoutes: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Throttle',
    change: { limits: { throttle: 20000 } },
    report: dedent`
      environments/dev/environment.ts: limits.throttle
        got   20000
        rule  the throttle of an HTTP API is 1 to 10,000 requests a second [docs:apigateway/limits]
        fix   where AWS has granted more, say so: quotas: { apiGatewayRequestsPerSecond: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'variables-too-large',
    change: tools({ topology: 'multi-server', servers: many(25, { settings }) }),
    files: server('notes', { memoryMiB: 256 }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools
        got   "4860 bytes"
        rule  the environment of a Lambda function (names and values together) is at most 4,096 bytes [docs:lambda/gettingstarted-limits]
        fix   split the deployment, use topology 'per-server', or move long settings to SSM, { ssm: '/path' }, and shorten long lists of audiences or origins
        code  variables-too-large
    `,
  },
  {
    code: 'concurrency-too-high',
    title: 'In all',
    change: notes({ concurrency: { reserved: 950 } }),
    report: dedent`
      environments/dev/environment.ts: deployments
        got   "950 reserved or kept warm in all"
        rule  at most 900 can be: the concurrency of all Lambda functions of an account in a Region is at most 1,000 [docs:lambda/gettingstarted-limits], of which 100 stay for other functions
        fix   write less; where AWS has granted more, say so: quotas: { lambdaConcurrentExecutions: <granted> }
        code  concurrency-too-high
    `,
  },
  {
    code: 'concurrency-too-high',
    title: 'Kept warm beyond what is reserved',
    change: notes({ concurrency: { reserved: 2, provisioned: 5 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.concurrency
        got   {"reserved":2,"provisioned":5}
        rule  provisioned concurrency is at most the reserved one [docs:lambda/provisioned-concurrency]
        fix   write provisioned: 2 or less, or reserve 5
        code  concurrency-too-high
    `,
  },
  {
    code: 'concurrency-too-high',
    title: 'Some of those that share a function',
    change: tools({
      topology: 'multi-server',
      servers: { notes: { concurrency: { reserved: 2 } }, 'notes-eu': { server: 'notes', settings } },
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "reserved: 2, none"
        rule  instances that share a function are bounded, or switched off, together
        fix   write reserved for all of them or for none, or use topology 'per-server'
        code  concurrency-too-high
    `,
  },
  {
    code: 'image-pin-missing',
    title: "From another account's registry",
    change: { registry: { account: '444455556666' } },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        rule  images of another account's registry are pinned, because only their own account may look tags up, and images.json has none for mcp-servers/dev/notes
        fix   copy the pin from the environment that pushed the image
        code  image-pin-missing
    `,
  },
  {
    code: 'name-collision',
    title: 'Two functions',
    change: {
      deployments: {
        tools: { servers: { 'a-b': { server: 'notes', settings } } },
        'tools-a': {
          target: 'lambda',
          topology: 'multi-server',
          servers: { b: { server: 'notes', settings } },
        },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools-a.servers.b
        got   "dev-tools-a-b"
        rule  a function or service name is given once, and deployments.tools.servers.a-b has this one (in either topology)
        fix   rename the deployment or the instance
        code  name-collision
    `,
  },
  {
    code: 'name-collision',
    title: 'Two target groups, of which one name was cut',
    change: {
      deployments: {
        tools: {
          target: 'fargate',
          plainHttp: true,
          servers: {
            'notes-of-the-whole-company': { server: 'notes', settings },
            'notes-of-the-52442133': { server: 'notes', settings },
          },
        },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes-of-the-52442133
        got   "dev-tools-notes-of-the-52442133"
        rule  the name of a target group is given once, and deployments.tools.servers.notes-of-the-whole-company has this one (in either topology)
        fix   rename the deployment or the instance
        code  name-collision
    `,
  },
  {
    code: 'name-collision',
    title: 'Two repositories',
    change: {
      deployments: {
        tools: undefined,
        notes: {
          target: 'lambda',
          topology: 'per-server',
          servers: { notes: { settings }, wiki: { settings } },
        },
      },
    },
    files: server('wiki'),
    report: dedent`
      environments/dev/environment.ts: deployments.notes
        got   "notes"
        rule  the repository of server notes has this name too, and this deployment's image holds other servers
        fix   rename the deployment: 'notes-tools'
        code  name-collision
    `,
  },
  {
    code: 'secret-name-like-arn',
    change: tools({ servers: { 'notes-europe': { server: 'notes', settings } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes-europe
        got   "mcp/dev/notes-europe"
        rule  the end of a secret name is not a hyphen and six characters, which is how Secrets Manager ends its ARNs [API:secretsmanager.CreateSecretRequest]
        fix   rename the instance, or write acknowledge: { 'secret-name-like-arn': '<reason>' }: mcp-fleet itself always uses the full ARN
        code  secret-name-like-arn
    `,
  },
  {
    code: 'image-pin-missing',
    change: { protected: true, state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } } },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        rule  a protected environment runs pinned images only, and images.json has none for mcp-servers/dev/notes
        fix   push the image (tag v1.2.0-<build>), which writes its digest into images.json, and commit the file
        code  image-pin-missing
    `,
  },
  {
    code: 'image-contents-differ',
    files: pin({ contents: { wiki: '1.2.0', router: '0.1.0' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   ["wiki"]
        rule  the image pinned for mcp-servers/dev/notes has to hold exactly: notes
        fix   build and push it again: tag v1.2.0-<build>
        code  image-contents-differ
    `,
  },
  {
    code: 'image-architecture-differs',
    files: pin({ architecture: 'x86_64' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "x86_64"
        rule  this deployment runs on arm64, and an image runs on one architecture only
        fix   push an image for arm64, or write architecture: 'x86_64'
        code  image-architecture-differs
    `,
  },
  {
    code: 'invalid-props',
    example: {
      text: "new LambdaServer(stack, 'notes', { functionName: 'notes', memoryMiB: 64, … });",
      run: () => new PropChecks('stack/notes').within('memoryMiB', limits.lambda.memoryMiB, 64).done(),
    },
    report: dedent`
      stack/notes: memoryMiB
        got   64
        rule  the memory of a Lambda function is 128 to 10,240 MiB [docs:lambda/gettingstarted-limits]
        fix   use a value within it
        code  invalid-props
    `,
  },
];
