import { thrownMessage } from '@mcp-fleet/testing';
import { existingNetwork } from '@mcp-fleet/vpc';

const vpcId = 'vpc-0123456789abcdef0';
const privateSubnetIds = { a: 'subnet-0123456789abcdef0', b: 'subnet-01234567' };

test('the least: a VPC and private subnets', () => {
  expect(existingNetwork({ vpcId, privateSubnetIds })).toEqual({
    vpcId,
    vpcCidr: undefined,
    publicSubnetIds: {},
    privateSubnetIds,
    routeTableIds: {},
  });
});

test('everything; two subnets may share a route table', () => {
  const given = {
    vpcId,
    vpcCidr: '172.20.0.0/16',
    publicSubnetIds: { a: 'subnet-aaaaaaaa' },
    privateSubnetIds,
    routeTableIds: { a: 'rtb-0123456789abcdef0', b: 'rtb-0123456789abcdef0' },
  };
  expect(existingNetwork(given)).toEqual(given);
});

test('what only Terraform knows is not compared', () => {
  const vpc = '${data.aws_vpc.main.id}';
  const subnet = { a: '${data.aws_subnet.a.id}' };
  expect(existingNetwork({ vpcId: vpc, privateSubnetIds: subnet })).toMatchObject({ vpcId: vpc });
});

test('all that is wrong at once', () => {
  const message = thrownMessage(() =>
    existingNetwork({
      vpcId: 'vpc-main',
      vpcCidr: '172.20.0.1/16',
      publicSubnetIds: { a: 'subnet-01234567' },
      privateSubnetIds: { a: 'subnet-01234567', b: 'subnet-ABC' },
      routeTableIds: { a: 'rtb-1' },
    }),
  );
  expect(message).toBe(`network.existing: vpcId
  got   "vpc-main"
  rule  the id of a VPC is vpc- and 8 or 17 hex digits [docs:AWSEC2/resource-ids]
  fix   give the id of the VPC
  code  invalid-props

network.existing: vpcCidr
  got   "172.20.0.1/16"
  rule  the addresses of a VPC are an IPv4 block that begins with its first address
  fix   write it like 10.0.0.0/16, or leave it out
  code  invalid-props

network.existing: privateSubnetIds.b
  got   "subnet-ABC"
  rule  the id of a subnet is subnet- and 8 or 17 hex digits [docs:AWSEC2/resource-ids]
  fix   give its id
  code  invalid-props

network.existing: privateSubnetIds.a
  got   "subnet-01234567"
  rule  a subnet is named once; it is publicSubnetIds.a already
  fix   remove one of the two
  code  invalid-props

network.existing: routeTableIds.a
  got   "rtb-1"
  rule  the id of a route table is rtb- and 8 or 17 hex digits [docs:AWSEC2/resource-ids]
  fix   give its id
  code  invalid-props

5 errors`);
});

test('no private subnet, named as the caller names it', () => {
  expect(thrownMessage(() => existingNetwork({ vpcId, privateSubnetIds: {} }, 'network'))).toBe(
    `network: privateSubnetIds
  got   {}
  rule  things run in at least one private subnet; a load balancer needs two, in two zones
  fix   give a subnet for each zone
  code  invalid-props`,
  );
});
