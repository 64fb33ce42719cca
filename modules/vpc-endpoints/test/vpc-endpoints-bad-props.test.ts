import { synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { VpcEndpoints, type InterfaceService, type VpcEndpointsProps } from '@mcp-fleet/vpc-endpoints';

const base: VpcEndpointsProps = {
  name: 'dev-endpoints',
  account: '111122223333',
  region: 'us-east-1',
  vpc: { vpcId: 'vpc-0123456789abcdef0' },
  routeTableIds: { a: 'rtb-0123456789abcdef0' },
};
const withInterfaces: Partial<VpcEndpointsProps> = {
  subnetIds: { a: 'subnet-0123456789abcdef0' },
  clientCidr: '10.0.0.0/16',
  secretPrefixes: ['mcp/dev/'],
  parameterPrefixes: ['/mcp/dev/'],
};

function make(props: Partial<VpcEndpointsProps>) {
  const stack = testStack();
  new VpcEndpoints(stack, 'ep', { ...base, ...props });
  return synthesised(stack);
}

const broken = (prop: string, got: string, rule: string, fix = 'use a value within it') =>
  `test/ep: ${prop}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;
const services: InterfaceService[] = ['logs'];

describe('bad props', () => {
  test.each<[string, Partial<VpcEndpointsProps>, string]>([
    [
      'an unknown service',
      { services: ['secretmanager' as InterfaceService] },
      broken(
        'services[0]',
        '"secretmanager"',
        'an interface endpoint is for one of the services that servers and their tasks use',
        'did you mean "secretsmanager"?',
      ),
    ],
    [
      'a service twice',
      { services: ['logs', 'logs'] },
      broken('services[1]', '"logs"', 'a service has one endpoint', 'remove it'),
    ],
    [
      'interface endpoints in China',
      { services, partition: 'aws-cn', region: 'cn-north-1' },
      broken(
        'services',
        '["logs"]',
        'in China the names of services follow no one rule, so interface endpoints are not made there',
        'leave them out; the endpoint of S3 is made',
      ),
    ],
    [
      'no subnets',
      { services, subnetIds: {} },
      broken(
        'subnetIds',
        '{}',
        'an interface endpoint has an address in at least one subnet',
        'give a private subnet of each zone',
      ),
    ],
    [
      'nobody let in by accident',
      { services, clientCidr: undefined },
      `test/ep: clients
  rule  the names of a service lead to its endpoint in the whole VPC, so where nobody is let in, nobody reaches the service any more
  fix   name the security groups that call, or give clientCidr; {} where callers let themselves in
  code  invalid-props`,
    ],
    [
      'the world let in',
      { services, clientCidr: '0.0.0.0/0' },
      broken(
        'clientCidr',
        '"0.0.0.0/0"',
        'endpoints are called from the VPC only',
        'give the addresses of the VPC',
      ),
    ],
    [
      'all secrets',
      { services: ['secretsmanager'], secretPrefixes: [] },
      broken(
        'secretPrefixes',
        '[]',
        'the endpoint of Secrets Manager lets through what is named, not all secrets of the account',
        "name them by how they begin: ['mcp/<environment>/']",
      ),
    ],
    [
      'all parameters',
      { services: ['ssm'], parameterPrefixes: [] },
      broken(
        'parameterPrefixes',
        '[]',
        'the endpoint of SSM lets through what is named, not all parameters of the account',
        "name them by how they begin: ['/mcp/<environment>/']",
      ),
    ],
    [
      'wildcards in a prefix',
      { services: ['secretsmanager'], secretPrefixes: ['*'] },
      broken(
        'secretPrefixes[0]',
        '"*"',
        'the beginning of a name is letters, digits and / _ + = . @ -; what follows is added',
        'write it like mcp/dev/',
      ),
    ],
    [
      'no route tables',
      { routeTableIds: {} },
      broken(
        'routeTableIds',
        '{}',
        'the endpoint of S3 works through route tables, at least one',
        'give those of the private subnets',
      ),
    ],
    [
      'a name that begins as ids do',
      { name: 'sg-dev' },
      broken(
        'name',
        '"sg-dev"',
        'a security group name is 1 to 255 characters, letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not beginning with sg- [API:ec2.CreateSecurityGroupRequest]',
        'use these characters',
      ),
    ],
  ])('refuses %s', (_, props, text) =>
    expect(thrownMessage(() => make({ ...withInterfaces, ...props }))).toBe(text),
  );

  test('refuses a policy longer than AWS takes', () => {
    const publicBuckets = Array.from({ length: 400 }, (_, i) => `bucket-with-a-rather-long-name-${i}`);
    expect(thrownMessage(() => make({ publicBuckets }))).toContain(
      'rule  the policy of a VPC endpoint is at most 20,480 characters [docs:vpc/privatelink/vpc-endpoints-access]\n  fix   name fewer buckets',
    );
  });

  test('all at once', () => {
    const message = thrownMessage(() =>
      make({
        ...withInterfaces,
        services,
        account: '1',
        region: 'x',
        vpc: { vpcId: 'main' },
        routeTableIds: { constructor: 'rtb-1' },
        subnetIds: { a: 'subnet-x' },
        clients: { 'a b': { securityGroupId: 'sg-x' } },
        clientCidr: '10.0.0.1/16',
        registryAccounts: ['2'],
        parameterPrefixes: ['mcp/'],
        publicBuckets: ['X', '*', 'ab*', 'abc*-', 'a..b*', 'abc*'],
        s3Arns: ['arn:aws:s3:::acme/*', 'arn:aws-cn:s3:::acme/*', 'arn:aws:sqs:::acme', 'acme'],
      }),
    );
    expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
      'test/ep: vpc.vpcId',
      'test/ep: account',
      'test/ep: region',
      'test/ep: routeTableIds.constructor',
      'test/ep: routeTableIds.constructor',
      'test/ep: registryAccounts[0]',
      'test/ep: publicBuckets[0]',
      'test/ep: publicBuckets[1]',
      'test/ep: publicBuckets[2]',
      'test/ep: publicBuckets[3]',
      'test/ep: publicBuckets[4]',
      'test/ep: s3Arns[1]',
      'test/ep: s3Arns[2]',
      'test/ep: s3Arns[3]',
      'test/ep: parameterPrefixes[0]',
      'test/ep: clientCidr',
      'test/ep: subnetIds.a',
      'test/ep: clients.a b',
      'test/ep: clients.a b',
    ]);
  });

  test('what only Terraform knows is not compared', () => {
    const unknown = (name: string) => `\${${name}}`;
    const props = {
      vpc: { vpcId: unknown('v') },
      routeTableIds: { a: unknown('r') },
      subnetIds: { a: unknown('s') },
      clients: { a: { securityGroupId: unknown('g') } },
      clientCidr: unknown('c'),
    };
    expect(() => make({ ...withInterfaces, services, ...props })).not.toThrow();
  });
});
