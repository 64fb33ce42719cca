import { addresses, resourcesOf, synthesised, testStack } from '@mcp-fleet/testing';
import { Vpc, type NatMode, type VpcProps } from '@mcp-fleet/vpc';

function jsonOf(props: Partial<VpcProps>) {
  const stack = testStack();
  new Vpc(stack, 'net', { name: 'dev', account: '111122223333', region: 'us-east-1', ...props });
  return synthesised(stack);
}

test('addresses are contract', () => {
  expect(addresses(jsonOf({ zones: 1, ipv6: true }))).toEqual([
    'aws_cloudwatch_log_group.net_FlowLog_LogGroup_93CFFC30',
    'aws_default_security_group.net_DefaultSecurityGroup_9775ED53',
    'aws_egress_only_internet_gateway.net_EgressOnlyGateway_EC6DABA9',
    'aws_eip.net_Nat_a_Address_99A30065',
    'aws_flow_log.net_FlowLog_9BF862C2',
    'aws_iam_role.net_FlowLog_Role_CD7C9BD2',
    'aws_iam_role_policy.net_FlowLog_RolePolicy_3B2325A8',
    'aws_internet_gateway.net_InternetGateway_6F285210',
    'aws_nat_gateway.net_Nat_a_55759BFF',
    'aws_route.net_PrivateSubnets_a_EgressIpv6_D9276416',
    'aws_route.net_PrivateSubnets_a_Egress_7CA3D98A',
    'aws_route.net_PublicSubnets_InternetIpv6_6FF40EC3',
    'aws_route.net_PublicSubnets_Internet_877C8981',
    'aws_route_table.net_PrivateSubnets_a_RouteTable_C2EFDAFD',
    'aws_route_table.net_PublicSubnets_RouteTable_6EB964A1',
    'aws_route_table_association.net_PrivateSubnets_a_Association_23EA3495',
    'aws_route_table_association.net_PublicSubnets_a_Association_D84824E0',
    'aws_subnet.net_PrivateSubnets_a_Subnet_F8412048',
    'aws_subnet.net_PublicSubnets_a_Subnet_CCA06C62',
    'aws_vpc.net_D62CF713',
  ]);
  expect(Object.keys(resourcesOf(jsonOf({ nat: 'regional' }), 'aws_nat_gateway'))).toEqual([
    expect.stringMatching(/^net_Nat_Regional_/),
  ]);
});

const modes: NatMode[] = ['none', 'single', 'per-zone', 'regional'];
const outsideNat = (nat: NatMode) =>
  addresses(jsonOf({ nat, zones: 3 })).filter((it) => !/_Nat_|_Egress_/.test(it));

test('another way out moves nothing but gateways and the routes to them', () => {
  for (const nat of modes) expect(outsideNat(nat)).toEqual(outsideNat('none'));
  const routes = (nat: NatMode) => addresses(jsonOf({ nat, zones: 3 })).filter((it) => /_Egress_/.test(it));
  expect(routes('single')).toHaveLength(3);
  for (const nat of modes.slice(1)) expect(routes(nat)).toEqual(routes('single'));
});

test('from one NAT gateway to one in each zone, the first stays', () => {
  const gateways = (nat: NatMode) => Object.keys(resourcesOf(jsonOf({ nat, zones: 3 }), 'aws_nat_gateway'));
  expect(gateways('per-zone')).toEqual(expect.arrayContaining(gateways('single')));
});

test('a further zone moves none, nor its addresses', () => {
  for (const nat of modes) {
    const [two, three] = [2, 3].map((zones) => jsonOf({ nat, zones, ipv6: true }));
    if (!two || !three) throw new Error('unreachable');
    expect(addresses(three)).toEqual(expect.arrayContaining(addresses(two)));
    for (const [id, subnet] of Object.entries(resourcesOf(two, 'aws_subnet'))) {
      expect(resourcesOf(three, 'aws_subnet')[id]).toEqual(subnet);
    }
  }
});
