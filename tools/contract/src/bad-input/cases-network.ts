import { staging, tasks, type Change } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

const functions = (network: Change): Change => ({ network, deployments: { tools: { vpc: true } } });
const subnetId = (index: number) => `subnet-${String(index).padStart(8, '0')}`;

/** What goes wrong with the network of tasks and functions. */
export const networkCases: readonly BadInput[] = [
  {
    code: 'network-unused',
    change: { network: { zones: 2 } },
    report: dedent`
      environments/dev/environment.ts: network
        rule  a network holds tasks, and functions with vpc: true, and no deployment of this environment has either
        fix   remove it, or give a deployment target: 'fargate', or vpc: true
        code  network-unused
    `,
  },
  {
    code: 'network-too-small',
    title: 'One zone',
    change: tasks({}, { network: { zones: 1 } }),
    report: dedent`
      environments/dev/environment.ts: network.zones
        got   1
        rule  a load balancer is in two zones or more [docs:elasticloadbalancing/application-load-balancers]
        fix   write zones: 2 or more
        code  network-too-small
    `,
  },
  {
    code: 'network-too-small',
    title: 'No public subnets',
    change: tasks(
      { exposure: 'internet' },
      {
        network: {
          existing: {
            vpcId: 'vpc-0123456789abcdef0',
            privateSubnets: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
          },
        },
      },
    ),
    report: dedent`
      environments/dev/environment.ts: network.existing.publicSubnets
        got   []
        rule  a load balancer that faces the internet is in public subnets of two zones or more [docs:elasticloadbalancing/application-load-balancers]
        fix   give the id of a subnet in each of two zones: { a: 'subnet-…', b: 'subnet-…' }
        code  network-too-small
    `,
  },
  {
    code: 'network-closed',
    change: tasks({}, { network: { nat: 'none' } }),
    report: dedent`
      environments/dev/environment.ts: network.nat
        got   "none"
        rule  servers call services on the internet (GitLab, PagerDuty, …), and endpoints lead to AWS alone: without NAT neither tasks nor functions in the VPC reach them
        fix   write nat: 'single', or use a VPC with a way out of its own: network: { existing: … }
        code  network-closed
    `,
  },
  {
    code: 'network-closed',
    title: 'Functions in the VPC',
    change: functions({ nat: 'none' }),
    report: dedent`
      environments/dev/environment.ts: network.nat
        got   "none"
        rule  servers call services on the internet (GitLab, PagerDuty, …), and endpoints lead to AWS alone: without NAT neither tasks nor functions in the VPC reach them
        fix   write nat: 'single', or use a VPC with a way out of its own: network: { existing: … }
        code  network-closed
    `,
  },
  {
    code: 'network-too-small',
    title: 'Functions in no zone',
    change: functions({ zones: {} }),
    report: dedent`
      environments/dev/environment.ts: network.zones
        got   0
        rule  functions in a VPC are in at least one zone
        fix   write zones: 1 or more
        code  network-too-small
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'More subnets than a function may be in',
    change: functions({
      existing: {
        vpcId: 'vpc-0123456789abcdef0',
        privateSubnets: Object.fromEntries([...'abcdefghijklmnopq'].map((key, i) => [key, subnetId(i)])),
      },
    }),
    report: dedent`
      environments/dev/environment.ts: network.existing.privateSubnets
        got   17
        rule  the number of subnets of a Lambda function in a VPC is 1 to 16 [docs:AWSCloudFormation/aws-properties-lambda-function-vpcconfig]
        fix   name fewer: one of each zone is enough
        code  limit-exceeded
    `,
  },
  {
    code: 'cidr-overlap',
    change: tasks({}, { network: { cidr: '10.20.0.0/16' } }),
    files: staging({ network: { cidr: '10.20.128.0/20' } }),
    report: dedent`
      environments/dev/environment.ts: network.cidr
        got   "10.20.0.0/16"
        rule  environment staging has 10.20.128.0/20, and two networks with the same addresses can never be connected
        fix   choose another block, or write acknowledge: { 'cidr-overlap': '<reason>' }
        code  cidr-overlap
    `,
  },
  {
    code: 'invalid-value',
    title: 'Addresses that are not private',
    change: tasks({}, { network: { cidr: '203.0.113.0/24' } }),
    report: dedent`
      environments/dev/environment.ts: network.cidr
        got   "203.0.113.0/24"
        rule  the addresses of a VPC are private ones, in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 [docs:vpc/vpc-cidr-blocks]
        fix   what is meant: IPv4 addresses of the VPC, a private block of /16 to /24. Default: 10.0.0.0/16
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A VPC that is too large',
    change: tasks({}, { network: { cidr: '10.0.0.0/8' } }),
    report: dedent`
      environments/dev/environment.ts: network.cidr
        got   "10.0.0.0/8"
        rule  a VPC is a block of /16 to /24: AWS has no larger ones, and load balancers want subnets of a /27 [docs:vpc/vpc-cidr-blocks, docs:elasticloadbalancing/application-load-balancers]
        fix   what is meant: IPv4 addresses of the VPC, a private block of /16 to /24. Default: 10.0.0.0/16
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'Subnets that do not fit',
    change: tasks({}, { network: { cidr: '10.20.0.0/18', privatePrefixLength: 19 } }),
    report: dedent`
      environments/dev/environment.ts: network.privatePrefixLength
        got   19
        rule  a private subnet is a quarter of the VPC at most, of 10.20.0.0/18 a /20: three and the public ones must fit
        fix   write 20 or more, or a larger network.cidr
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A zone of another Region',
    change: tasks({}, { network: { zones: { a: 'us-east-1a', b: 'us-west-2b' } } }),
    report: dedent`
      environments/dev/environment.ts: network.zones.b
        got   "us-west-2b"
        rule  the zones of a VPC are in its Region, us-east-1
        fix   name a zone such as us-east-1a
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'Buckets of anybody',
    change: tasks({}, { network: { publicBuckets: ['vendor-files', '*'] } }),
    report: dedent`
      environments/dev/environment.ts: network.publicBuckets.1
        got   "*"
        rule  a bucket name is 3 to 63 lower-case letters, digits, dots and hyphens, and from the fourth on also * for any others; not beginning or ending with a dot or hyphen
        fix   write a value that keeps the rule
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A bucket by its address',
    change: tasks({}, { network: { publicBuckets: ['vendor-files.s3.amazonaws.com/exports'] } }),
    report: dedent`
      environments/dev/environment.ts: network.publicBuckets.0
        got   "vendor-files.s3.amazonaws.com/exports"
        rule  a bucket name is 3 to 63 lower-case letters, digits, dots and hyphens, and from the fourth on also * for any others; not beginning or ending with a dot or hyphen
        fix   write a value that keeps the rule
        code  invalid-value
    `,
  },
  {
    code: 'wrong-type',
    title: 'A bucket without a list',
    change: tasks({}, { network: { publicBuckets: 'vendor-files' } }),
    report: dedent`
      environments/dev/environment.ts: network.publicBuckets
        got   "vendor-files"
        rule  this is a list
        fix   what is meant: S3 buckets of others in the Region that servers download from by signed URLs, such as a vendor's; * stands for any characters: ['acme-exports-*']. Buckets of the account, and those that permissions of a deployment.json name, are reached anyway. Default: none
        code  wrong-type
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'More buckets than an endpoint has room for',
    change: tasks(
      {},
      {
        network: { publicBuckets: Array.from({ length: 450 }, (_, i) => `vendor-files-of-department-${i}`) },
      },
    ),
    report: dedent`
      environments/dev/environment.ts: network.publicBuckets
        got   "about 22191 characters"
        rule  the policy of a VPC endpoint is at most 20,480 [docs:vpc/privatelink/vpc-endpoints-access]
        fix   name fewer buckets, here or in the permissions of the manifests: one with * stands for several
        code  limit-exceeded
    `,
  },
  {
    code: 'invalid-value',
    title: 'A VPC that exists, changed',
    change: tasks(
      {},
      {
        network: {
          nat: 'single',
          existing: {
            vpcId: 'vpc-0123456789abcdef0',
            cidr: '10.1.0.0/16',
            privateSubnets: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
          },
        },
      },
    ),
    report: dedent`
      environments/dev/environment.ts: network.nat
        got   "single"
        rule  a VPC that exists is used as it is
        fix   remove nat, or remove existing to have a VPC made
        code  invalid-value
    `,
  },
  {
    code: 'missing-key',
    title: 'Who may call',
    change: tasks(
      {},
      {
        network: {
          existing: {
            vpcId: 'vpc-0123456789abcdef0',
            privateSubnets: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
          },
        },
      },
    ),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.clients
        rule  an internal load balancer lets its VPC in, and network.existing does not say which addresses that has
        fix   add network.existing.cidr, or clients: { office: '203.0.113.0/24' } for others than the VPC
        code  missing-key
    `,
  },
  {
    code: 'invalid-value',
    title: 'Interface endpoints in China',
    change: {
      aws: { region: 'cn-north-1' },
      network: { endpoints: 'interface' },
      deployments: { tools: { target: 'fargate', plainHttp: true } },
    },
    report: dedent`
      environments/dev/environment.ts: network.endpoints
        got   "interface"
        rule  in China the names of services follow no one rule, so interface endpoints are not made there
        fix   write 'gateway', or leave it out
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A domain in GovCloud',
    change: { aws: { region: 'us-gov-west-1' }, domain: { zone: 'example.com' } },
    report: dedent`
      environments/dev/environment.ts: domain
        got   "example.com"
        rule  Route 53 has no public hosted zones in GovCloud [docs:govcloud-us/govcloud-r53]
        fix   remove it, give each host a certificate of yours with certificateArn, and make its record where the domain is served
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A schedule of five fields, in a time zone that is none',
    change: {
      deployments: {
        tools: {
          target: 'fargate',
          plainHttp: true,
          servers: {
            notes: {
              scaling: {
                schedules: {
                  night: { schedule: 'cron(0 20 * * 1-5)', timezone: 'Europe/Berln', min: 1, max: 1 },
                },
              },
            },
          },
        },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.scaling.schedules.night.schedule
        got   "cron(0 20 * * 1-5)"
        rule  a cron has six fields: minutes, hours, day of month, month, day of week, year [docs:AmazonCloudWatch/events/ScheduledEvents]
        fix   write it like 'cron(0 20 ? * MON-FRI *)'
        code  invalid-value

      environments/dev/environment.ts: deployments.tools.servers.notes.scaling.schedules.night.timezone
        got   "Europe/Berln"
        rule  a time zone has its IANA name, in its own letters [docs:autoscaling/scheduled-scaling-using-cron-expressions]
        fix   did you mean "Europe/Berlin"?
        code  invalid-value

      2 errors
    `,
  },
];
