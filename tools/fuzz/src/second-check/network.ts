import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole } from './rule';
import type { World } from './world';
import { list } from './values';

const VPC = 'aws_vpc';
const SUBNET = 'aws_subnet';
const INGRESS = 'aws_vpc_security_group_ingress_rule';
const EGRESS = 'aws_vpc_security_group_egress_rule';

interface Range {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** First and last address of an IPv4 block, or undefined where it is none, or begins elsewhere. */
function rangeOf(cidr: unknown): Range | undefined {
  const [, a, b, c, d, bits] =
    /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(cidr)) ?? [];
  const parts = [a, b, c, d].map(Number);
  const length = Number(bits);
  if (bits === undefined || length > 32 || parts.some((part) => part > 255)) return undefined;
  const from = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - length);
  return from % size === 0 ? { from, to: from + size - 1, length } : undefined;
}

export const networkRules: readonly Rule[] = [
  {
    name: 'vpc-block',
    source: 'docs:vpc/vpc-cidr-blocks: /16 to /28, beginning with its first address',
    type: [VPC, SUBNET],
    faults: ({ block }) => {
      const range = rangeOf(block['cidr_block']);
      return unless(
        range !== undefined && range.length >= 16 && range.length <= 28,
        `${String(block['cidr_block'])} is no block of /16 to /28`,
      );
    },
  },
  {
    name: 'subnet-inside',
    source: 'docs:vpc/subnet-sizing: inside of the VPC, and no two overlap; a load balancer wants a /27',
    type: SUBNET,
    faults: (r, world) => {
      const mine = rangeOf(r.block['cidr_block']);
      const vpc = world.target(r, r.block['vpc_id']);
      const outer = rangeOf(vpc?.block['cidr_block']);
      if (mine === undefined || vpc === undefined || outer === undefined)
        return ['it is in no VPC of the environment'];
      const others = world.referring(vpc, SUBNET, 'vpc_id').filter((other) => other !== r);
      return [
        ...unless(mine.from >= outer.from && mine.to <= outer.to, 'it is outside of its VPC'),
        ...unless(mine.length <= 27, 'a load balancer wants a /27'),
        ...others.flatMap((other) => {
          const its = rangeOf(other.block['cidr_block']);
          return unless(
            its === undefined || its.to < mine.from || its.from > mine.to,
            `it overlaps ${other.id}`,
          );
        }),
      ];
    },
  },
  {
    name: 'subnet-zones',
    source: 'a zone that is down must take no more than its own subnets: public and private in as many zones',
    type: VPC,
    faults: (r, world) => {
      const names = world
        .referring(r, SUBNET, 'vpc_id')
        .map(({ block }) => String((block['tags'] as { Name?: unknown } | undefined)?.Name));
      const count = (kind: string) => names.filter((name) => name.includes(`-${kind}-`)).length;
      return unless(
        count('public') === 0 || count('public') === count('private'),
        `${count('public')} public and ${count('private')} private subnets`,
      );
    },
  },
  {
    name: 'security-group-texts',
    source: 'API:ec2.CreateSecurityGroup: 255 characters, not sg-; a description of certain characters',
    type: ['aws_security_group', INGRESS, EGRESS],
    faults: (r, world) => [
      ...(r.type === 'aws_security_group'
        ? matches(
            world.expand(r, r.block['name']),
            /^(?!sg-)[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{1,255}$/,
            'the name',
          )
        : []),
      ...matches(
        world.expand(r, r.block['description'] ?? '').replaceAll('«x»', ''),
        /^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]{0,255}$/,
        'the description',
      ),
      ...unless(
        list(r.block['ingress']).length + list(r.block['egress']).length === 0,
        'it has rules of its own beside those that stand alone',
      ),
    ],
  },
  {
    name: 'security-group-rules',
    source: 'docs:vpc/security-group-rules: one source or destination; from a port to one not below',
    type: [INGRESS, EGRESS],
    faults: ({ block }) => {
      const whoms = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'].filter(
        (key) => block[key] !== undefined,
      );
      const all = String(block['ip_protocol']) === '-1';
      return [
        ...unless(whoms.length === 1, `it has ${whoms.length} sources or destinations`),
        ...unless(
          block['cidr_ipv4'] === undefined ||
            String(block['cidr_ipv4']).includes('${') ||
            rangeOf(block['cidr_ipv4']) !== undefined,
          `${String(block['cidr_ipv4'])} is no block`,
        ),
        ...unless(all === (block['from_port'] === undefined), 'ports and a protocol go together'),
        ...whole(block['from_port'], 0, 65_535, 'from_port'),
        ...whole(block['to_port'], Number(block['from_port'] ?? 0), 65_535, 'to_port'),
      ];
    },
  },
  {
    name: 'security-group-counts',
    source: 'docs:vpc/amazon-vpc-limits: 60 rules a group and direction, more where granted',
    type: 'aws_security_group',
    faults: (r, world) =>
      [INGRESS, EGRESS].flatMap((type) => {
        const count = world.referring(r, type, 'security_group_id').length;
        return unless(count <= world.quota('securityGroupRules', 60), `it has ${count} of ${type}`);
      }),
  },
  {
    name: 'nothing-open-unless-written',
    source: 'what is open to the internet stands in the environment file: exposure internet',
    type: [INGRESS, 'aws_lb'],
    faults: (r, world) => {
      if (world.permission.publicStacks.includes(r.stack)) return [];
      if (r.type === 'aws_lb')
        return unless(r.block['internal'] === true, 'the load balancer is on the internet');
      return unless(!isWorld(r), 'everybody may come in');
    },
  },
  {
    name: 'ingress-of-tasks',
    source: 'tasks are reached through their load balancer alone',
    type: INGRESS,
    faults: (r, world) =>
      unless(!isWorld(r) || onLoadBalancer(r, world), 'everybody may come in past the load balancer'),
  },
  {
    name: 'nat',
    source: 'API:ec2.CreateNatGateway: an address of its own where it is zonal; a route out goes somewhere',
    type: ['aws_nat_gateway', 'aws_route'],
    faults: ({ type, block }) =>
      type === 'aws_route'
        ? unless(
            [
              'gateway_id',
              'nat_gateway_id',
              'egress_only_gateway_id',
              'transit_gateway_id',
              'vpc_peering_connection_id',
              'network_interface_id',
            ].filter((key) => block[key] !== undefined).length === 1,
            'it does not lead to one place',
          )
        : unless(
            block['availability_mode'] === 'regional'
              ? block['vpc_id'] !== undefined && block['subnet_id'] === undefined
              : block['subnet_id'] !== undefined && block['allocation_id'] !== undefined,
            'it is neither in a subnet nor of a VPC',
          ),
  },
  {
    name: 'endpoint',
    source: 'docs:vpc/create-gateway-endpoint: private names are of interfaces; docs:AmazonECS/vpc-endpoints',
    type: 'aws_vpc_endpoint',
    faults: (r, world) => [
      ...unless(
        r.block['vpc_endpoint_type'] !== 'Gateway' || r.block['private_dns_enabled'] !== true,
        'a gateway has no private names',
      ),
      ...unless(
        r.block['vpc_endpoint_type'] === 'Gateway' || list(r.block['security_group_ids']).length > 0,
        'an interface without a security group is in the default one',
      ),
      ...matches(
        world.expand(r, r.block['service_name']),
        new RegExp(`^(com|cn\\.com)\\.amazonaws\\.${world.documentOf(r).region}\\.[a-z0-9.-]+$`),
        'the service',
      ),
    ],
  },
];

function isWorld({ block }: Resource): boolean {
  return block['cidr_ipv4'] === '0.0.0.0/0' || block['cidr_ipv6'] === '::/0';
}

function onLoadBalancer(rule: Resource, world: World): boolean {
  const group = world.target(rule, rule.block['security_group_id']);
  return world
    .of('aws_lb')
    .some((lb) => list(lb.block['security_groups']).some((one) => world.target(lb, one) === group));
}
