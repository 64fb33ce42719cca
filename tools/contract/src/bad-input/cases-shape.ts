import type { Change } from '@mcp-fleet/testing/fleet';
import { dedent } from './case';
import type { BadInput } from './case';

const tools = (change: Change): Change => ({ deployments: { tools: change } });
const notes = (change: Change): Change => tools({ servers: { notes: change } });

/** The shape of an environment file. */
export const shapeCases: readonly BadInput[] = [
  {
    code: 'unknown-key',
    change: { protectd: true },
    report: dedent`
      environments/dev/environment.ts: protectd
        rule  the keys here are: name, protected, aws, state, registry, access, domain, network, secrets, alarms, limits, quotas, acknowledge, observability, deployments, retired
        fix   did you mean "protected"?
        code  unknown-key
    `,
  },
  {
    code: 'unknown-key',
    title: 'A required key, misspelt',
    change: tools({ target: undefined, taget: 'lambda' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.taget
        rule  the keys here are: target, topology, edge, architecture, exposure, clients, vpc, host, certificateArn, failover, plainHttp, webAclArn, capacity, debug, port, servers
        fix   did you mean "target"?
        code  unknown-key
    `,
  },
  {
    code: 'invalid-value',
    title: 'A Region, beside a mistake elsewhere',
    change: {
      aws: { region: 'us-esat' },
      access: 'tokn',
      ...notes({ settings: { NOTES_ORDER: { ssm: 'order' }, NOTES_PAGE: 'ten' } }),
    },
    report: dedent`
      environments/dev/environment.ts: aws.region
        got   "us-esat"
        rule  an AWS Region reads like us-east-1; isolated and sovereign partitions are not supported
        fix   what is meant: AWS Region
        code  invalid-value

      environments/dev/environment.ts: access
        got   "tokn"
        rule  this is 'public', 'token' or an object
        fix   what is meant: who may call the servers: exactly one of 'token', { jwt: … } and 'public', which has to be written out because there is no safe default
        code  invalid-value

      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_ORDER.ssm
        got   (a value that is not shown)
        rule  an SSM parameter is named by its path, which does not begin with /aws or /ssm: /mcp/dev/gitlab-url
        fix   what is meant: path of the SSM parameter that holds the value; read when the server starts
        code  invalid-value

      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_PAGE
        got   (a value that is not shown)
        rule  NOTES_PAGE is a number
        fix   write a value of that form
        code  setting-invalid

      4 errors
    `,
  },
  {
    code: 'missing-key',
    change: { aws: { region: undefined } },
    report: dedent`
      environments/dev/environment.ts: aws.region
        rule  this key is required
        fix   add it: AWS Region
        code  missing-key
    `,
  },
  {
    code: 'wrong-type',
    change: { aws: { account: 111122223333 } },
    report: dedent`
      environments/dev/environment.ts: aws.account
        got   111122223333
        rule  this is a text
        fix   what is meant: AWS account id, 12 digits in quotes. Terraform refuses to run in another
        code  wrong-type
    `,
  },
  {
    code: 'invalid-value',
    title: 'A name',
    change: tools({ servers: { Notes: { server: 'notes' } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.Notes
        got   "Notes"
        rule  an instance name is up to 40 lower-case letters, digits and single hyphens, and begins with a letter
        fix   choose another name
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A choice',
    change: tools({ topology: 'per-servr' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.topology
        got   "per-servr"
        rule  this is one of: per-server, multi-server
        fix   did you mean "per-server"?
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'Two ways in',
    change: { access: { token: true, public: true } },
    report: dedent`
      environments/dev/environment.ts: access
        got   ["public","token"]
        rule  access is exactly one of public, token and jwt
        fix   keep one of them
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A retired deployment that is still there',
    change: { retired: ['tools'] },
    report: dedent`
      environments/dev/environment.ts: retired.0
        got   "tools"
        rule  a retired deployment is no longer among the deployments
        fix   remove deployments.tools to take it down, or the name here to keep it
        code  invalid-value
    `,
  },
  {
    code: 'not-yet-supported',
    change: { agentGateway: {} },
    report: dedent`
      environments/dev/environment.ts: agentGateway
        rule  this key belongs to a later version of mcp-fleet, which builds what it asks for
        fix   remove the key for now
        code  not-yet-supported
    `,
  },
  {
    code: 'access-missing',
    change: { access: undefined },
    report: dedent`
      environments/dev/environment.ts: access
        rule  an environment says who may call its servers; there is no default
        fix   write access: 'token' or access: { jwt: { issuer, audiences } }, or access: 'public' to let anyone in
        code  access-missing
    `,
  },
  {
    code: 'reserved-name',
    change: {
      deployments: {
        network: {
          target: 'lambda',
          topology: 'per-server',
          servers: { 'notes-eu': { server: 'notes', settings: { NOTES_URL: 'https://notes.example.com' } } },
        },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.network
        got   "network"
        rule  mcp-fleet keeps these names for itself: access, constructor, dashboard, foundation, health, mcp, network, router
        fix   choose another name
        code  reserved-name
    `,
  },
  {
    code: 'acknowledge-refused',
    change: { acknowledge: { 'setting-secret': 'it is only a test token' } },
    report: dedent`
      environments/dev/environment.ts: acknowledge.setting-secret
        rule  only what AWS allows can be acknowledged: slow-server, plain-http, metadata-hidden, cidr-overlap, secret-name-like-arn, access-public, acknowledge-idle, alarms-missing, log-level-debug, nat-single, shared-fate, single-task
        fix   remove it and mend the cause
        code  acknowledge-refused
    `,
  },
  {
    code: 'quota-unknown',
    change: { quotas: { httpApiRoute: 600 } },
    report: dedent`
      environments/dev/environment.ts: quotas.httpApiRoute
        rule  the quotas that AWS raises and mcp-fleet counts are: ecsTasksPerService, eventBridgeRules, httpApiRoutes, apiGatewayRequestsPerSecond, apiGatewayBurst, lambdaConcurrentExecutions, albRules, albTargetGroups, restApiResources, securityGroupRules
        fix   did you mean "httpApiRoutes"?
        code  quota-unknown
    `,
  },
  {
    code: 'state-not-shared',
    change: { protected: true },
    files: pinned(),
    report: dedent`
      environments/dev/environment.ts: state
        got   "local"
        rule  the state of a protected environment is not kept on one computer
        fix   write state: { s3: { bucket: '…', region: '…' } }
        code  state-not-shared
    `,
  },
  {
    code: 'setting-missing',
    change: notes({ settings: { NOTES_URL: undefined } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_URL
        rule  server notes does not start without it
        fix   add NOTES_URL to settings: Address of the notes.
        code  setting-missing
    `,
  },
  {
    code: 'setting-unknown',
    change: notes({ settings: { NOTES_ULR: 'https://notes.example.com' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_ULR
        got   (a value that is not shown)
        rule  server notes reads these settings: NOTES_DRAFTS, NOTES_ORDER, NOTES_PAGE, NOTES_TENANT, NOTES_URL, NOTES_USER
        fix   did you mean "NOTES_URL"?
        code  setting-unknown
    `,
  },
  {
    code: 'setting-secret',
    change: notes({ settings: { NOTES_TOKEN: 'not-shown' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_TOKEN
        got   (a value that is not shown)
        rule  the manifest marks this variable as secret, and no secret is written in an environment file
        fix   remove it here and put it into the secret mcp/dev/notes under the key NOTES_TOKEN; if it was committed, replace it at its issuer
        code  setting-secret
    `,
  },
  {
    code: 'setting-secret',
    title: 'A password in an address',
    change: notes({ settings: { NOTES_URL: 'https://me:not-shown@notes.example.com' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_URL
        got   (a value that is not shown)
        rule  this is an address with a password, and no secret is written in an environment file
        fix   write it without the credential; if the server needs it here, write "secrets": { "NOTES_URL": true } into servers/notes/deployment.json and put it into the secret mcp/dev/notes under the key NOTES_URL; if it was committed, replace it at its issuer
        code  setting-secret
    `,
  },
  {
    code: 'setting-secret',
    title: 'A token by its form',
    change: notes({ settings: { NOTES_USER: `gl${'pat'}-not-shown` } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_USER
        got   (a value that is not shown)
        rule  this is a token or a key by its form, and no secret is written in an environment file
        fix   write it without the credential; if the server needs it here, write "secrets": { "NOTES_USER": true } into servers/notes/deployment.json and put it into the secret mcp/dev/notes under the key NOTES_USER; if it was committed, replace it at its issuer
        code  setting-secret
    `,
  },
  {
    code: 'setting-invalid',
    title: 'Not one of the choices',
    change: notes({ settings: { NOTES_ORDER: 'newst' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_ORDER
        got   (a value that is not shown)
        rule  NOTES_ORDER is one of: newest, oldest
        fix   did you mean "newest"?
        code  setting-invalid
    `,
  },
  {
    code: 'setting-invalid',
    title: 'Not a number',
    change: notes({ settings: { NOTES_PAGE: 'ten' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_PAGE
        got   (a value that is not shown)
        rule  NOTES_PAGE is a number
        fix   write a value of that form
        code  setting-invalid
    `,
  },
  {
    code: 'setting-invalid',
    title: 'Not true or false',
    change: notes({ settings: { NOTES_DRAFTS: 'yes' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_DRAFTS
        got   (a value that is not shown)
        rule  NOTES_DRAFTS is true or false
        fix   write a value of that form
        code  setting-invalid
    `,
  },
  {
    code: 'setting-invalid',
    title: 'An address with a port that there is not',
    change: notes({ settings: { NOTES_URL: 'https://notes.example.com:84430' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_URL
        got   (a value that is not shown)
        rule  NOTES_URL is an address, whose port is 1 to 65,535
        fix   write a value of that form
        code  setting-invalid
    `,
  },
  {
    code: 'setting-invalid',
    title: 'A number where true or false is due',
    change: notes({ settings: { NOTES_DRAFTS: 1 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_DRAFTS
        got   1
        rule  NOTES_DRAFTS is true or false
        fix   write a value of that form
        code  setting-invalid
    `,
  },
  {
    code: 'setting-reserved',
    change: notes({ settings: { MCP_LOG_LEVEL: 'debug' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.MCP_LOG_LEVEL
        got   "MCP_LOG_LEVEL"
        rule  this variable belongs to the router or to the platform, which set it themselves
        fix   remove it and write logLevel beside settings
        code  setting-reserved
    `,
  },
];

/** A pin, so that a protected environment lacks nothing but its state. */
function pinned(): Record<string, string> {
  return {
    'environments/dev/images.json': `${JSON.stringify({
      'mcp-servers/dev/notes': {
        digest: `sha256:${'0'.repeat(64)}`,
        tag: 'v1.2.0-000000000000',
        architecture: 'arm64',
        contents: { notes: '1.2.0', router: '0.1.0' },
      },
    })}\n`,
  };
}
