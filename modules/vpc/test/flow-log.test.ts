import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { FlowLog, type FlowLogProps } from '@mcp-fleet/vpc';

const base: FlowLogProps = {
  vpc: { vpcId: 'vpc-0123456789abcdef0' },
  name: 'dev',
  account: '111122223333',
  region: 'us-east-1',
};

function make(props: Partial<FlowLogProps> = {}) {
  const stack = testStack();
  const log = new FlowLog(stack, 'log', { ...base, ...props });
  return { log, json: synthesised(stack) };
}

const policyOf = (block: Readonly<Record<string, unknown>>, key: string) =>
  (JSON.parse(String(block[key])) as { Statement: Record<string, unknown>[] }).Statement;

describe('to a log group', () => {
  const { json, log } = make();
  const group = /^\$\{aws_cloudwatch_log_group\.\w+\.arn\}$/;

  test('all traffic, every minute, once the role may write', () => {
    expect(onlyResource(json, 'aws_flow_log')).toEqual({
      vpc_id: 'vpc-0123456789abcdef0',
      traffic_type: 'ALL',
      max_aggregation_interval: 60,
      log_destination_type: 'cloud-watch-logs',
      log_destination: expect.stringMatching(group),
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/),
      depends_on: [addresses(json).find((it) => it.startsWith('aws_iam_role_policy.'))],
      tags: { Name: 'dev' },
    });
    expect(onlyResource(json, 'aws_cloudwatch_log_group')).toEqual({
      name: '/vpc/dev/flow-log',
      retention_in_days: 30,
    });
    expect(log.logGroup?.logGroupArn).toBeDefined();
  });

  test('only flow logs of this account and Region take the role', () => {
    const role = onlyResource(json, 'aws_iam_role');
    expect(role.name).toBe('dev-vpc_flow-log');
    expect(policyOf(role, 'assume_role_policy')).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/*' },
        },
      },
    ]);
  });

  test('the role writes into its group and makes none', () => {
    const [statement] = policyOf(onlyResource(json, 'aws_iam_role_policy'), 'policy');
    const resources = statement?.Resource as string[];
    expect(resources[0]).toMatch(group);
    expect(resources).toEqual([resources[0], `${resources[0]}:*`]);
    expect(statement?.Action).not.toContain('logs:CreateLogGroup');
  });
});

test('to a bucket: no group, no role', () => {
  const { json, log } = make({ bucketArn: 'arn:aws:s3:::acme-flow-logs/dev', tags: { Team: 'x' } });
  expect(addresses(json)).toEqual([expect.stringMatching(/^aws_flow_log\./)]);
  expect(onlyResource(json, 'aws_flow_log')).toMatchObject({
    log_destination_type: 's3',
    log_destination: 'arn:aws:s3:::acme-flow-logs/dev',
    max_aggregation_interval: 60,
    tags: { Team: 'x', Name: 'dev' },
  });
  expect(log.logGroup).toBeUndefined();
});

test('in another partition', () => {
  const { json } = make({ partition: 'aws-us-gov', region: 'us-gov-west-1' });
  expect(onlyResource(json, 'aws_iam_role').assume_role_policy).toContain(
    'arn:aws-us-gov:ec2:us-gov-west-1:111122223333:vpc-flow-log/*',
  );
});

test('a long name gives a role name that AWS takes', () => {
  const { json } = make({ name: 'x'.repeat(100) });
  expect(String(onlyResource(json, 'aws_iam_role').name)).toMatch(/^x{42}-[0-9a-f]{8}-vpc_flow-log$/);
});

test('all that is wrong at once', () => {
  const props = { account: '1', region: 'mars', logGroupName: 'a b', retentionDays: 2, roleName: 'a/b' };
  const message = thrownMessage(() => make(props));
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/log: account',
    'test/log: region',
    'test/log: logGroupName',
    'test/log: roleName',
    'test/log: retentionDays',
  ]);
});

test('a bucket and what only a log group has', () => {
  expect(thrownMessage(() => make({ bucketArn: 'acme-logs', retentionDays: 7 }))).toBe(
    `test/log: bucketArn
  got   "acme-logs"
  rule  a bucket is named by its ARN, with a prefix after a / if wanted [docs:vpc/flow-logs-s3]
  fix   write it like arn:aws:s3:::acme-flow-logs
  code  invalid-props

test/log: bucketArn
  got   "acme-logs"
  rule  a flow log goes to one place; with a bucket retentionDays would have no effect
  fix   remove retentionDays, or the bucket
  code  invalid-props

2 errors`,
  );
});

test('addresses are contract', () => {
  expect(addresses(make().json)).toEqual([
    'aws_cloudwatch_log_group.log_LogGroup_CDAE3857',
    'aws_flow_log.log_751C81CB',
    'aws_iam_role.log_Role_C73A5740',
    'aws_iam_role_policy.log_RolePolicy_14AE0655',
  ]);
});
