import {
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
  type Block,
  type TerraformJson,
} from '@mcp-fleet/testing';
import { Vpc, type NatMode, type VpcProps } from '@mcp-fleet/vpc';
import { TerraformOutput, Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const base: VpcProps = { name: 'dev', account: '111122223333', region: 'us-east-1' };

function make(props: Partial<VpcProps> = {}) {
  const stack = testStack();
  const vpc = new Vpc(stack, 'net', { ...base, ...props });
  return { vpc, json: synthesised(stack) };
}

const jsonOf = (props: Partial<VpcProps> = {}) => make(props).json;
const all = (json: TerraformJson, type: string): Block[] => Object.values(resourcesOf(json, type));
const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = () => synthesised(new CompleteStack(Testing.app(), 'test'));
const nameOf = (block: Block) => (block.tags as Record<string, string>).Name;
/** Name tag → one argument of each resource of a type. */
const byName = (json: TerraformJson, type: string, argument: string) =>
  Object.fromEntries(all(json, type).map((block) => [nameOf(block), block[argument]]));
const egress = (json: TerraformJson) =>
  Object.fromEntries(
    Object.entries(resourcesOf(json, 'aws_route')).flatMap(([id, route]) =>
      route.nat_gateway_id ? [[id, route.nat_gateway_id]] : [],
    ),
  );

describe('minimal props', () => {
  const json = minimal();

  test('a VPC with DNS, closed by default', () => {
    expect(onlyResource(json, 'aws_vpc')).toMatchObject({
      cidr_block: '10.0.0.0/16',
      enable_dns_support: true,
      enable_dns_hostnames: true,
      assign_generated_ipv6_cidr_block: false,
      tags: { Name: 'dev' },
    });
    expect(onlyResource(json, 'aws_default_security_group')).toMatchObject({ ingress: [], egress: [] });
  });

  test('two zones with a public and a private subnet each, none of which gives out public addresses', () => {
    expect(byName(json, 'aws_subnet', 'cidr_block')).toEqual({
      'dev-public-a': '10.0.1.0/24',
      'dev-public-b': '10.0.2.0/24',
      'dev-private-a': '10.0.10.0/24',
      'dev-private-b': '10.0.11.0/24',
    });
    for (const subnet of all(json, 'aws_subnet'))
      expect(subnet).not.toHaveProperty('map_public_ip_on_launch');
  });

  test('the zones are asked of AWS, enough of them or an error, and stay with their subnets', () => {
    const [id, data] = Object.entries(json.data?.aws_availability_zones ?? {})[0] ?? [];
    expect(data).toMatchObject({
      state: 'available',
      filter: [{ name: 'zone-type', values: ['availability-zone'] }],
      lifecycle: { postcondition: [{ condition: '${length(self.names) >= 2}' }] },
    });
    const zone = (i: number) => `\${element(data.aws_availability_zones.${id}.names, ${i})}`;
    expect(byName(json, 'aws_subnet', 'availability_zone')).toEqual({
      'dev-public-a': zone(0),
      'dev-public-b': zone(1),
      'dev-private-a': zone(0),
      'dev-private-b': zone(1),
    });
    for (const subnet of all(json, 'aws_subnet')) {
      expect(subnet.lifecycle).toEqual({ ignore_changes: ['availability_zone'] });
    }
  });

  test('one NAT gateway, in the first zone, that both zones use; it goes after its routes have left it', () => {
    const nat = onlyResource(json, 'aws_nat_gateway');
    expect(nat).toMatchObject({
      subnet_id: expect.stringMatching(
        /^\$\{aws_route_table_association\.network_PublicSubnets_a_Association_\w+\.subnet_id\}$/,
      ),
      lifecycle: { create_before_destroy: true },
      depends_on: [expect.stringMatching(/^aws_internet_gateway\./)],
    });
    expect(nat).not.toHaveProperty('availability_mode');
    expect(onlyResource(json, 'aws_eip')).toMatchObject({ domain: 'vpc' });
    const targets = Object.values(egress(json));
    expect(targets).toHaveLength(2);
    expect(new Set(targets).size).toBe(1);
  });

  test('no IPv6, no inline rules or routes', () => {
    expect(json.resource).not.toHaveProperty('aws_egress_only_internet_gateway');
    expect(JSON.stringify(json)).not.toContain('::/0');
    for (const table of all(json, 'aws_route_table')) expect(table).not.toHaveProperty('route');
  });

  test('a flow log into a group', () => {
    expect(onlyResource(json, 'aws_flow_log')).toMatchObject({ max_aggregation_interval: 60 });
    expect(onlyResource(json, 'aws_cloudwatch_log_group').name).toBe('/vpc/dev/flow-log');
  });
});

describe('all props', () => {
  const json = complete();

  test('zones by name: nothing is asked of AWS, and a renamed zone is a change', () => {
    expect(json.data).toBeUndefined();
    const zones = byName(json, 'aws_subnet', 'availability_zone');
    expect(zones['production-public-c']).toBe('us-east-1d');
    expect(zones['production-private-c']).toBe('us-east-1d');
    for (const subnet of all(json, 'aws_subnet')) expect(subnet).not.toHaveProperty('lifecycle');
  });

  test('a NAT gateway and a route table in each zone, used by that zone alone', () => {
    expect(all(json, 'aws_nat_gateway')).toHaveLength(3);
    expect(all(json, 'aws_eip')).toHaveLength(3);
    const pairs = Object.entries(egress(json)).map(([id, nat]) => [
      /_PrivateSubnets_(\w)_/.exec(id)?.[1],
      /_Nat_(\w)_/.exec(String(nat))?.[1],
    ]);
    expect(pairs.sort()).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });

  test('every subnet has a /64 of its own; private ones reach out only', () => {
    const blocks = all(json, 'aws_subnet').map((subnet) => String(subnet.ipv6_cidr_block));
    expect(new Set(blocks).size).toBe(6);
    for (const block of blocks) {
      expect(block).toMatch(/^\$\{cidrsubnet\(aws_vpc\.\w+\.ipv6_cidr_block, 8, (1|2|3|10|11|12)\)\}$/);
    }
    const v6 = all(json, 'aws_route').filter((route) => route.destination_ipv6_cidr_block === '::/0');
    expect(v6.filter((route) => route.gateway_id)).toHaveLength(1);
    expect(v6.filter((route) => route.egress_only_gateway_id)).toHaveLength(3);
  });

  test('large private subnets', () => {
    expect(byName(json, 'aws_subnet', 'cidr_block')).toMatchObject({
      'production-public-a': '10.20.1.0/24',
      'production-private-a': '10.20.16.0/20',
      'production-private-c': '10.20.48.0/20',
    });
  });

  test('the flow log as asked, tags everywhere', () => {
    expect(onlyResource(json, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/vpc/production',
      retention_in_days: 365,
      kms_key_id: expect.stringMatching(/^arn:aws:kms:/),
    });
    const types = ['aws_vpc', 'aws_subnet', 'aws_nat_gateway', 'aws_eip', 'aws_iam_role', 'aws_route_table'];
    for (const type of types) {
      for (const block of all(json, type)) expect(block.tags).toMatchObject({ Environment: 'production' });
    }
  });

  test('synthesised twice, byte for byte the same', () => {
    expect(JSON.stringify(complete())).toBe(JSON.stringify(complete()));
  });
});

describe('ways out', () => {
  test('none: no NAT, no way out over IPv4; load balancers may still face the internet', () => {
    const json = jsonOf({ nat: 'none' });
    expect(all(json, 'aws_nat_gateway')).toEqual([]);
    expect(egress(json)).toEqual({});
    expect(all(json, 'aws_internet_gateway')).toHaveLength(1);
  });

  test('regional: one gateway of the VPC, without subnet or address of ours', () => {
    const { json, vpc } = make({ nat: 'regional', publicSubnets: false });
    const nat = onlyResource(json, 'aws_nat_gateway');
    expect(nat).toMatchObject({
      availability_mode: 'regional',
      vpc_id: expect.stringMatching(/^\$\{aws_vpc\./),
      depends_on: [expect.stringMatching(/^aws_internet_gateway\./)],
    });
    expect(nat).not.toHaveProperty('subnet_id');
    expect(nat).not.toHaveProperty('allocation_id');
    expect(all(json, 'aws_eip')).toEqual([]);
    expect(Object.values(egress(json))).toHaveLength(2);
    expect(all(json, 'aws_subnet').map(nameOf)).toEqual(['dev-private-a', 'dev-private-b']);
    expect(vpc.publicSubnetIds).toEqual({});
    expect(vpc.natIpAddresses).toEqual({});
  });

  test('cut off: no internet gateway where nothing needs one', () => {
    const json = jsonOf({ nat: 'none', publicSubnets: false, ipv6: true });
    expect(all(json, 'aws_internet_gateway')).toEqual([]);
    expect(all(json, 'aws_egress_only_internet_gateway')).toHaveLength(1);
  });

  test('a subnet is known once it has its routes', () => {
    const stack = testStack();
    const { privateSubnetIds } = new Vpc(stack, 'net', { ...base, ipv6: true });
    new TerraformOutput(stack, 'private', { value: privateSubnetIds });
    const json = synthesised(stack);
    const associations = resourcesOf(json, 'aws_route_table_association');
    const [id, association] =
      Object.entries(associations).find(([it]) => it.includes('_PrivateSubnets_a_')) ?? [];
    expect(association?.depends_on).toEqual([
      expect.stringMatching(/^aws_route\.net_PrivateSubnets_a_Egress_/),
      expect.stringMatching(/^aws_route\.net_PrivateSubnets_a_EgressIpv6_/),
    ]);
    expect(json.output?.private?.value).toMatchObject({
      a: `\${aws_route_table_association.${id}.subnet_id}`,
    });
  });
});

describe('refs', () => {
  test('by zone, in step', () => {
    const { vpc } = make({ zones: { b: 'us-east-1b', c: 'us-east-1c' }, nat: 'per-zone' });
    expect(vpc.vpcCidr).toBe('10.0.0.0/16');
    for (const ids of [vpc.publicSubnetIds, vpc.privateSubnetIds, vpc.routeTableIds, vpc.natIpAddresses]) {
      expect(Object.keys(ids)).toEqual(['b', 'c']);
    }
  });

  test('one NAT gateway, one address', () => {
    expect(Object.keys(make({ zones: 3 }).vpc.natIpAddresses)).toEqual(['a']);
  });
});

const broken = (prop: string, got: string, rule: string, fix = 'use a value within it') =>
  `test/net: ${prop}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;

const cidrRule =
  'the prefix length of a VPC with room for load balancers, whose subnets are a /27 or larger is 16 to 24 bits [docs:vpc/vpc-cidr-blocks, docs:elasticloadbalancing/application-load-balancers]';
const cidrFix = 'use a /16 for room to grow; a /24 has 27 addresses for each subnet';

describe('bad props', () => {
  test.each<[string, Partial<VpcProps>, string]>([
    ['a small VPC', { cidr: '10.0.0.0/25' }, broken('cidr', '"10.0.0.0/25"', cidrRule, cidrFix)],
    ['a large VPC', { cidr: '10.0.0.0/15' }, broken('cidr', '"10.0.0.0/15"', cidrRule, cidrFix)],
    [
      'addresses of others',
      { cidr: '52.0.0.0/16' },
      broken(
        'cidr',
        '"52.0.0.0/16"',
        'the addresses of a VPC are private ones, in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10: what has public ones could no longer be reached from it [docs:vpc/vpc-cidr-blocks]',
        'use a private block',
      ),
    ],
    [
      'a block from its middle',
      { cidr: '10.0.1.0/16' },
      broken(
        'cidr',
        '"10.0.1.0/16"',
        'subnets are calculated from the addresses of the VPC, which are an IPv4 block that begins with its first address',
        'write it like 10.0.0.0/16',
      ),
    ],
    [
      'private subnets that do not fit',
      { privatePrefixLength: 17 },
      broken(
        'privatePrefixLength',
        '17',
        'private subnets of a /16 are the usual ones, or one of /18, /19, /20, /21, /22: three and the public ones must fit',
        'leave it out, or use one of these in a larger VPC',
      ),
    ],
    [
      'large private subnets of a small VPC',
      { cidr: '10.0.0.0/22', privatePrefixLength: 24 },
      broken(
        'privatePrefixLength',
        '24',
        'a /22 has no room for private subnets larger than the usual ones',
        'leave it out, or use one of these in a larger VPC',
      ),
    ],
    [
      'four zones',
      { zones: 4 },
      broken(
        'zones',
        '4',
        'a VPC has 1 to 3 zones',
        'use 2, or 3 for a fleet that must survive a zone with most of its strength',
      ),
    ],
    [
      'zones with other keys',
      { zones: { x: 'us-east-1a' } as VpcProps['zones'] },
      broken(
        'zones',
        '{"x":"us-east-1a"}',
        'zones have the keys a, b and c, one to three of them: they are in Terraform addresses',
        "write them like { a: 'us-east-1a', b: 'us-east-1b' }",
      ),
    ],
    [
      'a zone of another Region',
      { zones: { a: 'us-west-2a' } },
      broken(
        'zones.a',
        '"us-west-2a"',
        'the zones of a VPC are in its Region, us-east-1',
        'use one of us-east-1',
      ),
    ],
    [
      'one zone twice',
      { zones: { a: 'us-east-1a', b: 'us-east-1a' } },
      broken('zones.b', '"us-east-1a"', 'each zone is named once', 'use another zone, or remove it'),
    ],
    [
      'a NAT gateway without a place to stand',
      { nat: 'per-zone', publicSubnets: false },
      broken(
        'publicSubnets',
        'false',
        "with nat 'per-zone' a NAT gateway stands in a public subnet",
        "leave it out, or use nat 'regional' or 'none'",
      ),
    ],
    [
      'an unknown way out',
      { nat: 'double' as NatMode },
      broken('nat', '"double"', 'nat is one of none, single, per-zone, regional', 'use one of these'),
    ],
  ])('refuses %s', (_, props, text) => expect(thrownMessage(() => make(props))).toBe(text));

  test('all at once, those of the flow log too', () => {
    const message = thrownMessage(() =>
      make({ name: 'dev?', account: '12', region: 'x', zones: 0, cidr: 'x', flowLog: { retentionDays: 2 } }),
    );
    expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
      'test/net: name',
      'test/net: account',
      'test/net: region',
      'test/net: cidr',
      'test/net: zones',
      'test/net: flowLog.logGroupName',
      'test/net: flowLog.roleName',
      'test/net: flowLog.retentionDays',
    ]);
  });
});
