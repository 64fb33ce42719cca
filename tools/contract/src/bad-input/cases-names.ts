import { environmentFile, merge, validEnvironment, type Change } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

/** The valid environment behind a host of its own. */
const named = (tools: Change = {}, change: Change = {}): Change => ({
  domain: { zone: 'example.com' },
  deployments: { tools: { host: 'mcp.example.com', ...tools } },
  ...change,
});
const failover: Change = { role: 'primary', with: 'eu' };
/** The other side of a pair, in another Region, unless the change says otherwise. */
const eu = (change: Change = {}): Record<string, string> => ({
  'environments/eu/environment.ts': environmentFile(
    merge(
      merge(validEnvironment, {
        name: 'eu',
        aws: { region: 'eu-west-1' },
        ...named({ failover: { role: 'secondary', with: 'dev' } }),
      }),
      change,
    ),
  ),
});

/** What goes wrong with hosts, domains and pairs of them. */
export const nameCases: readonly BadInput[] = [
  {
    code: 'certificate-missing',
    title: 'A host of functions',
    change: { deployments: { tools: { host: 'mcp.example.com' } } },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.certificateArn
        rule  a host is served with a certificate for it
        fix   write domain: { zone: '…' }, in which one is issued, or certificateArn: 'arn:aws:acm:…'
        code  certificate-missing
    `,
  },
  {
    code: 'host-missing',
    title: 'A failover of nothing',
    change: { deployments: { tools: { failover } } },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.host
        rule  what fails over is a name, which leads to one of two front doors
        fix   write host: '<name of both sides>'
        code  host-missing
    `,
  },
  {
    code: 'host-outside-zone',
    change: named({ host: 'mcp.example.org' }, { domain: { zone: 'example.com', create: true } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.host
        got   "mcp.example.org"
        rule  records and certificates are made in the zone example.com, which answers for its own name and those below it
        fix   use a name that ends in .example.com, or give a certificate of yours with certificateArn and make the record yourself
        code  host-outside-zone
    `,
  },
  {
    code: 'domain-unused',
    change: { domain: { zone: 'example.com' } },
    report: dedent`
      environments/dev/environment.ts: domain
        got   "example.com"
        rule  a domain holds hosts, and no deployment of this environment has one in it
        fix   remove it, or give a deployment host: 'mcp.example.com'
        code  domain-unused
    `,
  },
  {
    code: 'zone-taken',
    change: named({}, { domain: { zone: 'example.com', create: true } }),
    files: eu({
      domain: { create: true },
      deployments: { tools: { host: 'eu.example.com', failover: undefined } },
    }),
    report: dedent`
      environments/dev/environment.ts: domain.create
        got   "example.com"
        rule  one environment makes a zone, and eu makes this one: of two zones with one name the world sees one
        fix   remove create: the zone is then looked up
        code  zone-taken
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'A host too long for a certificate',
    change: named({ host: `${'m'.repeat(53)}.example.com` }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.host
        got   "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm.example.com"
        rule  the first name of a certificate is at most 64 characters [docs:acm/acm-public-certificates]
        fix   choose a shorter name, or give a certificate that has it among its further names: certificateArn
        code  limit-exceeded
    `,
  },
  {
    code: 'invalid-value',
    title: 'A certificate of another Region than the API',
    change: named({ certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.certificateArn
        got   "arn:aws:acm:eu-west-1:111122223333:certificate/1"
        rule  the certificate of a Regional API is in its own Region, here us-east-1 [docs:apigateway/http-api-custom-domain-names]
        fix   give a certificate of that Region
        code  invalid-value
    `,
  },
  {
    code: 'host-taken',
    title: 'By what the other side of a pair calls itself',
    change: named(
      { failover },
      {
        deployments: {
          tools: { host: 'mcp.example.com', failover },
          more: {
            target: 'lambda',
            topology: 'per-server',
            host: 'dev.mcp.example.com',
            servers: { 'notes-b': { server: 'notes', settings: { NOTES_URL: 'https://notes.example.com' } } },
          },
        },
      },
    ),
    files: eu(),
    report: dedent`
      environments/dev/environment.ts: deployments.more.host
        got   "dev.mcp.example.com"
        rule  a name leads to one front door, and deployments.tools has this one
        fix   choose another name
        code  host-taken
    `,
  },
  {
    code: 'failover-one-sided',
    title: 'An environment that is not there',
    change: named({ failover }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.with
        got   "eu"
        rule  the other side is another environment that has a deployment with host mcp.example.com
        fix   name the environment that has it, and write failover: { role: 'secondary', with: 'dev' } there
        code  failover-one-sided
    `,
  },
  {
    code: 'failover-one-sided',
    title: 'The other side says nothing',
    change: named({ failover }),
    files: eu({ deployments: { tools: { failover: undefined } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.with
        got   "eu"
        rule  the two sides name each other, one as primary, one as secondary; environment eu, deployments.tools says nothing of failover
        fix   write failover: { role: 'secondary', with: 'dev' } there
        code  failover-one-sided
    `,
  },
  {
    code: 'failover-one-sided',
    title: 'Two primaries',
    change: named({ failover }),
    files: eu({ deployments: { tools: { failover: { role: 'primary' } } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.role
        got   "primary"
        rule  the two sides name each other, one as primary, one as secondary; environment eu, deployments.tools says primary with dev
        fix   write failover: { role: 'secondary', with: 'dev' } there
        code  failover-one-sided
    `,
  },
  {
    code: 'failover-one-sided',
    title: 'In one Region',
    change: named({ failover }),
    files: eu({ aws: { region: 'us-east-1' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.with
        got   "eu"
        rule  the two sides are in two Regions, and both are in us-east-1
        fix   move one of them to another Region
        code  failover-one-sided
    `,
  },
  {
    code: 'failover-one-sided',
    title: 'In two accounts',
    change: named({ failover }),
    files: eu({ aws: { account: '444455556666' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.with
        got   "eu"
        rule  the records of both sides are in one zone, which is one account's; environment eu, deployments.tools is in 444455556666, this one in 111122223333
        fix   write the same aws.account in both
        code  failover-one-sided
    `,
  },
  {
    code: 'failover-one-sided',
    title: 'In two zones',
    change: named({ failover }),
    files: eu({ domain: { zone: 'mcp.example.com' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.with
        got   "eu"
        rule  the records of both sides are in one zone; environment eu, deployments.tools has mcp.example.com
        fix   write the same domain.zone in both
        code  failover-one-sided
    `,
  },
  {
    code: 'failover-one-sided',
    title: 'Outside the domain',
    change: named(
      { failover, certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1' },
      { domain: undefined },
    ),
    files: eu({
      domain: undefined,
      deployments: { tools: { certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1' } },
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.with
        got   "eu"
        rule  records that fail over are made in the domain of the environment
        fix   write domain: { zone: '…' } that mcp.example.com is in
        code  failover-one-sided
    `,
  },
  {
    code: 'failover-check-missing',
    title: 'Several instances',
    change: named({
      failover,
      servers: { 'notes-b': { server: 'notes', settings: { NOTES_URL: 'https://notes.example.com' } } },
    }),
    files: eu(),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.instance
        rule  the health of one instance decides; there are: notes, notes-b
        fix   write instance: 'notes'
        code  failover-check-missing
    `,
  },
  {
    code: 'failover-check-missing',
    title: 'An instance that is not there',
    change: named({ failover: { ...failover, instance: 'wiki' } }),
    files: eu(),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover.instance
        got   "wiki"
        rule  the health of one instance decides; there are: notes
        fix   write instance: 'notes'
        code  failover-check-missing
    `,
  },
  {
    code: 'failover-check-missing',
    title: 'Out of reach',
    change: named({ failover, target: 'fargate' }),
    files: eu({ deployments: { tools: { target: 'fargate' } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover
        rule  the internet does not reach an internal load balancer: its health is known by an alarm, and this environment has none [API:route53.HealthCheckConfig]
        fix   write alarms: { email: ['…'] }, or deployments.tools.exposure: 'internet'
        code  failover-check-missing
    `,
  },
  {
    code: 'failover-check-missing',
    title: 'For certain clients',
    change: named({
      failover,
      target: 'fargate',
      exposure: 'internet',
      clients: { office: '203.0.113.0/24' },
    }),
    files: eu({ deployments: { tools: { target: 'fargate', exposure: 'internet' } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.failover
        rule  clients keeps Route 53's checkers out: its health is known by an alarm, and this environment has none [API:route53.HealthCheckConfig]
        fix   write alarms: { email: ['…'] }, or remove deployments.tools.clients
        code  failover-check-missing
    `,
  },
];
