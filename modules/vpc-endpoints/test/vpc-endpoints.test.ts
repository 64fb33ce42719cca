import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  type TerraformJson,
} from '@mcp-fleet/testing';
import { interfaceServices, VpcEndpoints, type VpcEndpointsProps } from '@mcp-fleet/vpc-endpoints';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

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

function make(props: Partial<VpcEndpointsProps> = {}) {
  const stack = testStack();
  const endpoints = new VpcEndpoints(stack, 'ep', { ...base, ...props });
  return { endpoints, json: synthesised(stack) };
}

const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = () => synthesised(new CompleteStack(Testing.app(), 'test'));
const rulesOf = (json: TerraformJson) =>
  Object.values(resourcesOf(json, 'aws_vpc_security_group_ingress_rule'));

interface Statement {
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Principal: unknown;
  readonly Condition?: Record<string, Record<string, string>>;
}

/** The statements of the endpoint of a service, by the last part of its name. */
function policyOf(json: TerraformJson, service: string): Statement[] {
  const name = `com.amazonaws.us-east-1.${service}`;
  const found = Object.values(resourcesOf(json, 'aws_vpc_endpoint')).find((it) => it.service_name === name);
  return (JSON.parse(String(found?.policy)) as { Statement: Statement[] }).Statement;
}

const asOurs = { StringEquals: { 'aws:PrincipalAccount': '111122223333' } };

describe('minimal props', () => {
  test('S3 alone, through the route tables', () => {
    expect(addresses(minimal())).toHaveLength(1);
    expect(onlyResource(minimal(), 'aws_vpc_endpoint')).toMatchObject({
      vpc_id: 'vpc-0123456789abcdef0',
      vpc_endpoint_type: 'Gateway',
      service_name: 'com.amazonaws.us-east-1.s3',
      route_table_ids: ['rtb-0123456789abcdef0'],
      tags: { Name: 'dev-endpoints-s3' },
    });
    expect(onlyResource(minimal(), 'aws_vpc_endpoint')).not.toHaveProperty('private_dns_enabled');
    expect(make().endpoints.securityGroup).toBeUndefined();
  });

  test('layers for everybody, since ECR signs their URLs; else this account and its own buckets', () => {
    expect(policyOf(minimal(), 's3')).toEqual([
      {
        Effect: 'Allow',
        Principal: '*',
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*'],
      },
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:PrincipalAccount': '111122223333', 'aws:ResourceAccount': '111122223333' },
        },
      },
    ]);
  });
});

describe('all props', () => {
  const json = complete();

  test('an endpoint for each service, under its own name, in every subnet, after its rules', () => {
    const interfaces = Object.values(resourcesOf(json, 'aws_vpc_endpoint')).filter(
      (it) => it.vpc_endpoint_type === 'Interface',
    );
    expect(interfaces.map((it) => String(it.service_name).replace('com.amazonaws.us-east-1.', ''))).toEqual([
      'ecr.api',
      'ecr.dkr',
      'kms',
      'logs',
      'secretsmanager',
      'ssm',
      'ssmmessages',
    ]);
    for (const endpoint of interfaces) {
      expect(endpoint).toMatchObject({
        private_dns_enabled: true,
        subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        security_group_ids: [expect.stringMatching(/^\$\{aws_security_group\.\w+\.id\}$/)],
        tags: { Environment: 'production' },
      });
      expect(endpoint.depends_on).toEqual([
        expect.stringMatching(/^aws_vpc_security_group_ingress_rule\.endpoints_Clients_tools_/),
        expect.stringMatching(/^aws_vpc_security_group_ingress_rule\.endpoints_ClientCidr_/),
      ]);
    }
  });

  test('443 in, a rule for each source; nothing out, nothing inline', () => {
    const group = onlyResource(json, 'aws_security_group');
    expect(group).toMatchObject({ name: 'production-endpoints', vpc_id: 'vpc-0123456789abcdef0' });
    expect(group).not.toHaveProperty('ingress');
    expect(group).not.toHaveProperty('egress');
    expect(json.resource).not.toHaveProperty('aws_vpc_security_group_egress_rule');
    for (const rule of rulesOf(json)) expect(rule.description).toMatch(/^HTTPS, from /);
    expect(rulesOf(json).map((rule) => rule.referenced_security_group_id ?? rule.cidr_ipv4)).toEqual([
      '10.20.16.0/20',
      'sg-0123456789abcdef0',
      'sg-0123456789abcdef1',
    ]);
    for (const rule of rulesOf(json)) {
      expect(rule).toMatchObject({ ip_protocol: 'tcp', from_port: 443, to_port: 443 });
      expect(rule.security_group_id).toMatch(/^\$\{aws_security_group\.\w+\.id\}$/);
    }
  });

  test('images: pulled only, from the named registries', () => {
    for (const service of ['ecr.api', 'ecr.dkr']) {
      expect(policyOf(json, service)).toEqual([
        expect.objectContaining({ Action: 'ecr:GetAuthorizationToken', Resource: '*', Condition: asOurs }),
        expect.objectContaining({
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Resource: [
            'arn:aws:ecr:us-east-1:111122223333:repository/*',
            'arn:aws:ecr:us-east-1:444455556666:repository/*',
          ],
          Condition: asOurs,
        }),
      ]);
    }
  });

  test.each<[string, string | string[], string | string[]]>([
    [
      'secretsmanager',
      'secretsmanager:GetSecretValue',
      ['arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/production/*'],
    ],
    [
      'ssm',
      ['ssm:GetParameter', 'ssm:GetParameters'],
      ['arn:aws:ssm:us-east-1:111122223333:parameter/mcp/production/*'],
    ],
    [
      'logs',
      ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'arn:aws:logs:us-east-1:111122223333:log-group:*',
    ],
    ['kms', ['kms:Decrypt', 'kms:GenerateDataKey'], 'arn:aws:kms:us-east-1:111122223333:key/*'],
  ])('%s: %j on %j', (service, Action, Resource) => {
    expect(policyOf(json, service)).toEqual([
      { Effect: 'Allow', Principal: '*', Action, Resource, Condition: asOurs },
    ]);
  });

  test('a bucket of somebody else is read with signed URLs, and not written', () => {
    expect(policyOf(json, 's3')[0]).toMatchObject({
      Action: ['s3:GetObject'],
      Resource: [
        'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
        'arn:aws:s3:::acme-attachments/*',
        'arn:aws:s3:::acme-exports-*/*',
      ],
    });
  });

  test('what roles of this account are granted in a bucket of another is let through, for them alone', () => {
    expect(policyOf(json, 's3')).toHaveLength(3);
    expect(policyOf(json, 's3')[2]).toEqual({
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::partner-reports/*'],
      Condition: asOurs,
    });
  });

  test('synthesised twice, byte for byte the same', () => {
    expect(JSON.stringify(complete())).toBe(JSON.stringify(complete()));
  });
});

test('nobody of another account calls any service, but for Fargate itself', () => {
  const { json } = make({ ...withInterfaces, services: interfaceServices });
  for (const service of interfaceServices) {
    for (const statement of policyOf(json, service)) {
      const own = statement.Condition?.StringEquals?.['aws:PrincipalAccount'];
      expect([service, own]).toEqual([service, service.startsWith('ecs') ? undefined : '111122223333']);
      expect(String(statement.Action)).not.toBe('*');
    }
  }
});

test('in another partition', () => {
  const { json } = make({ region: 'us-gov-west-1', partition: 'aws-us-gov' });
  expect(onlyResource(json, 'aws_vpc_endpoint').policy).toContain(
    'arn:aws-us-gov:s3:::prod-us-gov-west-1-starport-layer-bucket/*',
  );
});

test('the order in which route tables and subnets are written changes nothing', () => {
  const a = 'rtb-00000000';
  const b = 'rtb-11111111';
  expect(make({ routeTableIds: { a, b } }).json).toEqual(make({ routeTableIds: { b, a } }).json);
});

test('callers may let themselves in: no rule yet, and no dependency on one', () => {
  const { json, endpoints } = make({
    ...withInterfaces,
    services: ['logs'],
    clientCidr: undefined,
    clients: {},
  });
  expect(rulesOf(json)).toEqual([]);
  expect(endpoints.interfaces.logs).toBeDefined();
  expect(endpoints.securityGroup).toBeDefined();
  expect(JSON.stringify(json)).not.toContain('depends_on');
});

describe('addresses', () => {
  test('are contract', () => {
    const clients = { tools: { securityGroupId: 'sg-01234567' } };
    expect(addresses(make({ ...withInterfaces, services: ['ecr.api', 'logs'], clients }).json)).toEqual([
      'aws_security_group.ep_SecurityGroup_D5C23D3F',
      'aws_vpc_endpoint.ep_Interfaces_ecr-api_995C3E7C',
      'aws_vpc_endpoint.ep_Interfaces_logs_B494FF3E',
      'aws_vpc_endpoint.ep_S3_DA0F104B',
      'aws_vpc_security_group_ingress_rule.ep_ClientCidr_BF14AAE7',
      'aws_vpc_security_group_ingress_rule.ep_Clients_tools_DEA56D9B',
    ]);
  });

  test('a further service, subnet or client moves none', () => {
    const one = make({ ...withInterfaces, services: ['logs'] }).json;
    const more = make({
      ...withInterfaces,
      services: ['ecr.api', 'logs'],
      subnetIds: { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' },
      clients: { tools: { securityGroupId: 'sg-01234567' } },
    }).json;
    expect(addresses(more)).toEqual(expect.arrayContaining(addresses(one)));
  });
});
