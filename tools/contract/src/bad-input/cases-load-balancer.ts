import {
  atEdge,
  certificateArn,
  environmentFile,
  guarded,
  many,
  merge,
  notes,
  pins,
  server,
  settings,
  staging,
  tasks,
  validEnvironment,
  type Change,
} from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

const ranges = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`office-${i + 1}`, `10.1.${i}.0/24`]));

/** What goes wrong with a load balancer. */
export const loadBalancerCases: readonly BadInput[] = [
  {
    code: 'certificate-missing',
    change: tasks({ certificateArn: undefined }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.certificateArn
        rule  a load balancer serves HTTPS with a certificate; plain HTTP is served only where that is written out
        fix   write domain: { zone: '…' }, in which one is issued, or certificateArn: 'arn:aws:acm:…', or plainHttp: true
        code  certificate-missing
    `,
  },
  {
    code: 'host-missing',
    change: tasks({ host: undefined }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.host
        rule  a certificate is for a name of yours, and no certificate is for AWS's own
        fix   write host: '<name in the certificate>'
        code  host-missing
    `,
  },
  {
    code: 'host-taken',
    title: 'In one environment',
    change: {
      deployments: {
        ...(tasks()['deployments'] as Change),
        more: {
          target: 'fargate',
          topology: 'per-server',
          certificateArn,
          host: 'mcp.example.com',
          servers: { 'notes-eu': { server: 'notes', settings } },
        },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.more.host
        got   "mcp.example.com"
        rule  a name leads to one front door, and deployments.tools has this one
        fix   choose another name
        code  host-taken
    `,
  },
  {
    code: 'host-taken',
    title: 'By another environment',
    change: tasks(),
    files: staging(tasks()),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.host
        got   "mcp.example.com"
        rule  a name leads to one front door, and environment staging has this one
        fix   choose another name
        code  host-taken
    `,
  },
  {
    code: 'plain-http',
    change: { ...tasks({ certificateArn: undefined, plainHttp: true }), ...guarded },
    files: pins,
    report: dedent`
      environments/dev/environment.ts: deployments.tools.plainHttp
        got   true
        rule  tokens and answers cross the network readable
        fix   give a host with a certificate, or write acknowledge: { 'plain-http': '<reason>' }
        code  plain-http
    `,
  },
  {
    code: 'missing-key',
    title: 'Keys of the issuer',
    change: tasks({}, { access: { jwt: atEdge } }),
    report: dedent`
      environments/dev/environment.ts: access.jwt.jwksUri
        rule  a load balancer that checks tokens is told where the keys of the issuer are [docs:elasticloadbalancing/listener-verify-jwt]
        fix   add jwksUri: 'https://…', the jwks_uri in the issuer's metadata, or remove alsoAt: the routers find the keys by themselves
        code  missing-key
    `,
  },
  {
    code: 'invalid-value',
    title: 'A certificate of another Region',
    change: tasks({ certificateArn: certificateArn.replace('us-east-1', 'eu-west-1') }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.certificateArn
        got   "arn:aws:acm:eu-west-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
        rule  the certificate of a load balancer is in its own Region, here us-east-1 [docs:elasticloadbalancing/https-listener-certificates]
        fix   give a certificate of that Region
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'HTTPS and plain HTTP',
    change: tasks({ plainHttp: true }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.plainHttp
        got   true
        rule  a load balancer serves HTTPS with its certificate, or plain HTTP, never both
        fix   remove plainHttp, or certificateArn
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A check of tokens over plain HTTP',
    change: tasks(
      { certificateArn: undefined, plainHttp: true },
      { access: { jwt: { ...atEdge, jwksUri: 'https://login.example.com/keys' } } },
    ),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.plainHttp
        got   true
        rule  only an HTTPS listener checks tokens [docs:elasticloadbalancing/listener-verify-jwt]
        fix   give a certificate, or remove access.jwt.alsoAt
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'Any origin',
    change: { access: { token: true, allowedOrigins: ['*'] } },
    report: dedent`
      environments/dev/environment.ts: access.allowedOrigins.0
        got   "*"
        rule  an origin is scheme, host and port in lower case, as browsers send it (https://app.example.com); each is named, * is none
        fix   write a value that keeps the rule
        code  invalid-value
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Rules of a load balancer',
    change: tasks({ servers: many(50) }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "51 instances, 102 rules"
        rule  the number of rules of an Application Load Balancer (default ones do not count) is at most 100 [docs:elasticloadbalancing/load-balancer-limits]: room for 50 instances
        fix   split the deployment; where AWS has granted more, say so: quotas: { albRules: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Rules of a load balancer that checks tokens',
    change: tasks(
      { servers: many(33) },
      { access: { jwt: { ...atEdge, jwksUri: 'https://login.example.com/keys' } } },
    ),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "34 instances, 102 rules"
        rule  the number of rules of an Application Load Balancer (default ones do not count) is at most 100 [docs:elasticloadbalancing/load-balancer-limits]: room for 33 instances
        fix   split the deployment; where AWS has granted more, say so: quotas: { albRules: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Ranges of clients',
    change: tasks({ clients: ranges(31) }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.clients
        got   "31 ranges, 62 inbound rules"
        rule  the number of rules of a security group, inbound and outbound ones counted apart, is at most 60 [docs:vpc/amazon-vpc-limits]: room for 30 ranges
        fix   write fewer and wider ranges; where AWS has granted more, say so: quotas: { securityGroupRules: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'invalid-value',
    title: 'A range of clients twice',
    change: tasks({ clients: { office: '203.0.113.0/24', home: '203.0.113.0/24' } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.clients.home
        got   "203.0.113.0/24"
        rule  a range is let in once, and deployments.tools.clients.office is this one [API:ec2.AuthorizeSecurityGroupIngress]
        fix   remove it here
        code  invalid-value
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Services that a load balancer calls',
    change: tasks({ servers: many(60) }, { quotas: { albRules: 500 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "61 services, with an outbound rule each"
        rule  the number of rules of a security group, inbound and outbound ones counted apart, is at most 60 [docs:vpc/amazon-vpc-limits]
        fix   split the deployment; where AWS has granted more, say so: quotas: { securityGroupRules: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Target groups',
    change: tasks({ servers: many(100) }, { quotas: { albRules: 500, securityGroupRules: 500 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "101 target groups"
        rule  the number of target groups of an Application Load Balancer is at most 100 [docs:elasticloadbalancing/load-balancer-limits]
        fix   split the deployment; where AWS has granted more, say so: quotas: { albTargetGroups: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'timeout-too-long',
    title: 'In tasks',
    change: notes({ timeoutSeconds: 7200 }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.timeoutSeconds
        got   7200
        rule  a router lets an answer take 3600 seconds; the idle timeout of an Application Load Balancer is 1 to 4,000 seconds [API:elasticloadbalancingv2.LoadBalancerAttribute]
        fix   write 3600 or less
        code  timeout-too-long
    `,
  },
  {
    code: 'slow-server',
    title: 'In tasks',
    change: tasks(),
    files: server('notes', { slowestCallSeconds: 600 }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes
        got   "notes: up to 600 seconds"
        rule  its router ends an answer after 290 seconds; slower calls of this server would end with 504
        fix   write timeoutSeconds: 601, or accept it: acknowledge: { 'slow-server': '<reason>' }
        code  slow-server
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'The name of a load balancer',
    environment: 'internal',
    files: {
      'environments/dev/environment.ts': null,
      'environments/internal/environment.ts': environmentFile(
        merge(validEnvironment, { name: 'internal', ...tasks() }),
      ),
    },
    report: dedent`
      environments/internal/environment.ts: deployments.tools
        got   "internal-tools"
        rule  the name of a load balancer is 1 to 32 characters, letters, digits and hyphens, no hyphen at either end, not beginning with internal- [API:elasticloadbalancingv2.CreateLoadBalancerInput]
        fix   rename the deployment or the environment
        code  limit-exceeded
    `,
  },
];
