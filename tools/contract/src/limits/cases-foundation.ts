import { StateBucket } from '@mcp-fleet/state-bucket';
import { existingNetwork, Vpc, type VpcProps } from '@mcp-fleet/vpc';
import { VpcEndpoints, type VpcEndpointsProps } from '@mcp-fleet/vpc-endpoints';
import { many, tasks } from '@mcp-fleet/testing/fleet';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import {
  at,
  anywhere,
  environment,
  letters,
  made,
  record,
  values,
  type Resources,
  type ServiceCases,
} from './case';
import { account, fargateServer, lambdaServer, region, subnetIds, vpcId } from './fixtures';

const bucket = (bucketName: string): Resources =>
  made((stack) => new StateBucket(stack, 'states', { bucketName }));

export const s3: ServiceCases<'s3'> = {
  bucketName: {
    cases: [
      {
        by: 'state-bucket',
        make: bucket,
        shows: at('aws_s3_bucket', 'bucket'),
        ofSize: letters,
        text: true,
        pattern: { good: 'acme.state-1', bad: 'Acme' },
      },
      {
        by: 'plan',
        make: (name: string) => environment({ state: { s3: { bucket: name, region } } }),
        shows: () => true,
        bounds: ['pattern'],
        text: true,
        pattern: { good: 'acme.state-1', bad: 'Acme' },
        says: 'a bucket name is 3 to 63 lower-case letters',
      },
    ],
  },
  bucketPattern: {
    cases: [
      {
        by: 'vpc-endpoints',
        make: (name: string) => endpoints({ publicBuckets: [name] }),
        shows: (all: Resources, name: string) => anywhere(all, `:s3:::${name}/*`),
        ofSize: letters,
        text: true,
        pattern: { good: 'acme.exports-*-1', bad: '*-exports' },
      },
      {
        by: 'plan',
        make: (name: string) => environment(tasks({}, { network: { publicBuckets: [name] } })),
        shows: (all: Resources, name: string) => anywhere(all, `:s3:::${name}/*`),
        ofSize: letters,
        text: true,
        pattern: { good: 'acme-*', bad: 'ac*' },
        says: 'a bucket name',
      },
    ],
  },
};

const network = (change: Partial<VpcProps>): Resources =>
  made((stack) => new Vpc(stack, 'network', { name: 'dev', account, region, ...change }));
const endpoints = (change: Partial<VpcEndpointsProps>): Resources =>
  made(
    (stack) =>
      new VpcEndpoints(stack, 'endpoints', {
        name: 'dev',
        account,
        region,
        vpc: { vpcId },
        routeTableIds: { a: 'rtb-0123456789abcdef0' },
        ...change,
      }),
  );
const inside = { services: ['logs' as const], subnetIds, clientCidr: '10.0.0.0/16' };
/** An existing network as something made in it names it. */
const existing = (change: object): Resources =>
  made((stack) => {
    const it = existingNetwork({ vpcId, privateSubnetIds: subnetIds, ...change });
    new SecurityGroup(stack, 'group', {
      vpcId: it.vpcId,
      tags: { ...it.privateSubnetIds, ...it.routeTableIds },
    });
  });
const ids = (prefix: string) => ({ good: `${prefix}-0a1b2c3d`, bad: `${prefix}-xyz` });
const inFile = (given: object) =>
  environment(
    tasks(
      { clients: { office: '203.0.113.0/24' } },
      { network: { existing: { vpcId, privateSubnets: subnetIds, ...given } } },
    ),
  );

const INGRESS = 'aws_vpc_security_group_ingress_rule';
const EGRESS = 'aws_vpc_security_group_egress_rule';
const calledBy = (count: number, quotas: Record<string, number> = {}) =>
  environment(tasks({ clients: record(count, (_, i) => `10.1.${i}.0/24`) }, { quotas }));
const calling = (count: number, quotas: Record<string, number> = {}) =>
  environment(
    tasks({ servers: { notes: undefined, ...many(count) } }, { quotas: { albRules: 1000, ...quotas } }),
  );

export const vpc: ServiceCases<'vpc'> = {
  cidrPrefixLength: {
    cases: [
      {
        by: 'vpc',
        make: (length: number) => network({ cidr: `10.0.0.0/${length}` }),
        shows: at('aws_vpc', 'cidr_block', (length: number) => `10.0.0.0/${length}`),
      },
      {
        by: 'plan',
        make: (length: number) => environment(tasks({}, { network: { cidr: `10.0.0.0/${length}` } })),
        shows: at('aws_vpc', 'cidr_block', (length: number) => `10.0.0.0/${length}`),
        says: 'a VPC is a block of /16 to /24',
      },
    ],
  },
  vpcId: {
    cases: [
      {
        by: 'vpc',
        make: (id: string) => existing({ vpcId: id }),
        shows: anywhere,
        text: true,
        pattern: ids('vpc'),
      },
      {
        by: 'plan',
        make: (id: string) => inFile({ vpcId: id }),
        shows: anywhere,
        text: true,
        pattern: ids('vpc'),
        says: 'a VPC is given by its id',
      },
    ],
  },
  port: {
    cases: [
      {
        by: 'fargate-alb',
        make: (port: number) => fargateServer({ egressPorts: [port] }),
        shows: at(EGRESS, 'from_port'),
      },
      {
        by: 'lambda-http-api',
        make: (port: number) => lambdaServer({ vpc: { vpcId, subnetIds, egressPorts: [port] } }),
        shows: at(EGRESS, 'from_port'),
      },
      {
        by: 'plan',
        make: (port: number) =>
          environment(
            tasks({ servers: { notes: { settings: { NOTES_URL: `http://notes.example.com:${port}` } } } }),
          ),
        shows: at(EGRESS, 'from_port'),
        says: 'NOTES_URL is an address, whose port is 1 to 65,535',
      },
    ],
  },
  subnetId: {
    cases: [
      {
        by: 'vpc',
        make: (id: string) => existing({ privateSubnetIds: { a: id } }),
        shows: anywhere,
        text: true,
        pattern: ids('subnet'),
      },
      {
        by: 'vpc-endpoints',
        make: (id: string) => endpoints({ ...inside, subnetIds: { a: id } }),
        shows: anywhere,
        text: true,
        pattern: ids('subnet'),
      },
      {
        by: 'plan',
        make: (id: string) => inFile({ privateSubnets: { ...subnetIds, c: id } }),
        shows: anywhere,
        text: true,
        pattern: ids('subnet'),
        says: 'a subnet is its id',
      },
    ],
  },
  routeTableId: {
    cases: [
      {
        by: 'vpc',
        make: (id: string) => existing({ routeTableIds: { a: id } }),
        shows: anywhere,
        text: true,
        pattern: ids('rtb'),
      },
      {
        by: 'vpc-endpoints',
        make: (id: string) => endpoints({ routeTableIds: { a: id } }),
        shows: anywhere,
        text: true,
        pattern: ids('rtb'),
      },
    ],
  },
  securityGroupId: {
    cases: [
      {
        by: 'vpc-endpoints',
        make: (id: string) => endpoints({ ...inside, clients: { tools: { securityGroupId: id } } }),
        shows: anywhere,
        text: true,
        pattern: ids('sg'),
      },
    ],
  },
  zoneName: {
    cases: [
      {
        by: 'vpc',
        make: (name: string) => network({ zones: { a: name } }),
        shows: at('aws_subnet', 'availability_zone'),
        text: true,
        pattern: { good: 'us-east-1f', bad: 'us-east-1' },
      },
      {
        by: 'plan',
        make: (name: string) => environment(tasks({}, { network: { zones: { a: 'us-east-1a', b: name } } })),
        shows: at('aws_subnet', 'availability_zone'),
        text: true,
        pattern: { good: 'us-east-1f', bad: 'us-east-1' },
        says: 'a zone is written like us-east-1a',
      },
    ],
  },
  nameTag: {
    cases: [
      {
        by: 'vpc',
        make: (name: string) =>
          network({ name: name.slice(0, -'-private-a'.length), flowLog: { bucketArn: 'arn:aws:s3:::logs' } }),
        shows: at('aws_subnet', 'tags.Name'),
        ofSize: (size) => letters(size, '', '-private-a'),
        text: true,
        bounds: ['max', 'pattern'],
        pattern: { good: 'dev 1@b-private-a', bad: 'dev;1-private-a' },
      },
    ],
    outOfReach: { min: 'names of subnets end in -private-a' },
  },
  securityGroupName: {
    cases: [
      {
        by: 'vpc-endpoints',
        make: (name: string) => endpoints({ ...inside, name }),
        shows: at('aws_security_group', 'name'),
        ofSize: letters,
        text: true,
        bounds: ['min', 'pattern'],
        pattern: { good: 'dev 1', bad: 'sg-dev' },
      },
    ],
    outOfReach: { max: 'the Name tag of an endpoint, which is longer by its service, ends before' },
  },
  securityGroupRules: {
    cases: [
      {
        by: 'plan',
        // Two ports for each range.
        make: (rules: number) => calledBy(rules / 2),
        shows: (all: Resources, rules: number) => values(all, INGRESS, 'cidr_ipv4').length === rules,
        sizes: { edge: 60, beyond: 62 },
        raised: (rules: number, securityGroupRules: number) => calledBy(rules / 2, { securityGroupRules }),
      },
      {
        by: 'plan',
        make: (services: number) => calling(services),
        shows: (all: Resources, services: number) =>
          values(all, EGRESS, 'description').filter((it) => String(it).startsWith('To tasks of')).length ===
          services,
        raised: (services: number, securityGroupRules: number) => calling(services, { securityGroupRules }),
      },
    ],
  },
  endpointPolicyText: {
    cases: [
      {
        by: 'vpc-endpoints',
        make: (count: number) => endpoints({ publicBuckets: buckets(count) }),
        shows: (all: Resources, count: number) => anywhere(all, `bucket-${1000 + count - 1}/`),
        text: true,
        sizes: mostBuckets(),
      },
    ],
  },
};

function buckets(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `bucket-${1000 + i}`);
}

function mostBuckets() {
  const size = (count: number) =>
    Math.max(
      ...values(endpoints({ publicBuckets: buckets(count) }), 'aws_vpc_endpoint', 'policy').map(
        (it) => String(it).length,
      ),
    );
  const edge = 10 + Math.floor((20_480 - size(10)) / (size(11) - size(10)));
  return { edge, beyond: edge + 1 };
}
