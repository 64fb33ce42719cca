import { LambdaServer, type LambdaServerProps } from '@mcp-fleet/lambda-http-api';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  type TerraformJson,
} from '@mcp-fleet/testing';

const uri = `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp/gitlab@sha256:${'0'.repeat(64)}`;
const vpc = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: { b: 'subnet-0123456789abcdef1', a: 'subnet-0123456789abcdef0' },
};
const forLambda = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

function make(props: Partial<LambdaServerProps> = { vpc }): TerraformJson {
  const stack = testStack();
  new LambdaServer(stack, 'gitlab', { functionName: 'dev-gitlab', image: { uri }, ...props });
  return synthesised(stack);
}

const json = make();
const functionOf = (made: TerraformJson) => onlyResource(made, 'aws_lambda_function');
const addressOf = (part: string) => addresses(json).find((it) => it.includes(part));
const policies = (made: TerraformJson) => Object.values(resourcesOf(made, 'aws_iam_role_policy'));
const network = (made: TerraformJson) => policies(made).find(({ name }) => name === 'network');
const statementsOf = (made: TerraformJson) => JSON.parse(String(network(made)?.['policy'])).Statement;

test('without a VPC there is none of this', () => {
  const none = make({});
  expect(functionOf(none)).not.toHaveProperty('vpc_config');
  expect(resourcesOf(none, 'aws_security_group')).toEqual({});
  expect(policies(none)).toHaveLength(1);
});

test('it is in all subnets, in the order of their keys, with a security group of its own', () => {
  expect(functionOf(json).vpc_config).toEqual({
    subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    security_group_ids: [`\${${addressOf('aws_security_group.')}.id}`],
  });
  expect(onlyResource(json, 'aws_security_group')).toMatchObject({
    name: 'dev-gitlab-function',
    vpc_id: vpc.vpcId,
  });
});

test('nothing comes in, and HTTPS goes out; by IPv6 too where the subnets have it', () => {
  expect(resourcesOf(json, 'aws_vpc_security_group_ingress_rule')).toEqual({});
  const https = { ip_protocol: 'tcp', from_port: 443, to_port: 443 };
  expect(onlyResource(json, 'aws_vpc_security_group_egress_rule')).toMatchObject({
    ...https,
    cidr_ipv4: '0.0.0.0/0',
  });
  const both = make({ vpc: { ...vpc, ipv6: true } });
  expect(functionOf(both).vpc_config).toMatchObject({ ipv6_allowed_for_dual_stack: true });
  const rules = Object.values(resourcesOf(both, 'aws_vpc_security_group_egress_rule'));
  expect(rules).toHaveLength(2);
  expect(rules).toContainEqual(expect.objectContaining({ ...https, cidr_ipv4: '0.0.0.0/0' }));
  expect(rules).toContainEqual(expect.objectContaining({ ...https, cidr_ipv6: '::/0' }));
});

test('other ports are rules of their own, each once, in any order, and move none that is there', () => {
  const made = make({ vpc: { ...vpc, egressPorts: [8443, 443, 8443], ipv6: true } });
  const rules = Object.values(resourcesOf(made, 'aws_vpc_security_group_egress_rule'));
  expect(rules.map((it) => [it.from_port, it.to_port, it.cidr_ipv4 ?? it.cidr_ipv6])).toEqual(
    expect.arrayContaining([
      [443, 443, '0.0.0.0/0'],
      [443, 443, '::/0'],
      [8443, 8443, '0.0.0.0/0'],
      [8443, 8443, '::/0'],
    ]),
  );
  expect(rules).toHaveLength(4);
  expect(addresses(made)).toEqual(expect.arrayContaining(addresses(json)));
  expect(make({ vpc: { ...vpc, egressPorts: [443, 8443], ipv6: true } })).toEqual(made);
});

test('Lambda may handle network interfaces for it, and its code may not', () => {
  expect(statementsOf(json)).toEqual([
    { Effect: 'Allow', Action: forLambda, Resource: ['*'] },
    {
      Effect: 'Deny',
      Action: forLambda,
      Resource: ['*'],
      Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    },
  ]);
});

test('what is granted to the code is refused only where it writes', () => {
  const refused = (...actions: string[]) =>
    statementsOf(make({ vpc, permissions: [{ actions, resources: ['*'] }] }))[1].Action;
  const writing = forLambda.filter((action) => !action.startsWith('ec2:Describe'));
  expect(refused('ec2:describe*')).toEqual(writing);
  expect(refused('ec2:*')).toEqual(writing);
  expect(refused('ec2:DescribeSubnets')).toEqual(forLambda.filter((it) => it !== 'ec2:DescribeSubnets'));
  expect(refused('ec2:CreateNetworkInterface')).toEqual(forLambda);
});

test('the rights come before the group and stay until it is gone; the way out comes before the function', () => {
  expect(onlyResource(json, 'aws_security_group').depends_on).toEqual([addressOf('NetworkPolicy')]);
  expect(functionOf(json).depends_on).toContain(addressOf('aws_vpc_security_group_egress_rule.'));
  for (const type of Object.keys(json.resource ?? {})) {
    for (const { lifecycle } of Object.values(resourcesOf(json, type)))
      expect([type, lifecycle]).toEqual([type, { create_before_destroy: true }]);
  }
});

test('its group is told, for others to let it in', () => {
  const server = (props: Partial<LambdaServerProps>) =>
    new LambdaServer(testStack(), 'gitlab', { functionName: 'dev-gitlab', image: { uri }, ...props });
  expect(server({ vpc }).securityGroup?.securityGroupId).toBeDefined();
  expect(server({}).securityGroup).toBeUndefined();
});

test('its rights count as those of its role', () => {
  const resources = Array.from({ length: 90 }, (_, i) => `arn:aws:s3:::${'a'.repeat(90)}${i + 10}/*`);
  const permissions = [{ actions: ['s3:GetObject'], resources }];
  const withoutVpc = () => make({ permissions });
  expect(withoutVpc).not.toThrow();
  expect(() => make({ permissions, vpc })).toThrow('10,240');
});

test('addresses are contract', () => {
  const own = addresses(make({ vpc: { ...vpc, ipv6: true } })).filter(
    (it) => !addresses(make({})).includes(it),
  );
  expect(own).toEqual([
    'aws_iam_role_policy.gitlab_NetworkPolicy_A01A6022',
    'aws_security_group.gitlab_SecurityGroup_4502D9B7',
    'aws_vpc_security_group_egress_rule.gitlab_HttpsIpv6_0BD35B7E',
    'aws_vpc_security_group_egress_rule.gitlab_Https_676BBD93',
  ]);
});
