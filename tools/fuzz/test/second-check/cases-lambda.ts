import { networkRights } from './base-workload';
import { breaks } from './case';

const fn = 'aws_lambda_function.one';
const inVpc = {
  subnet_ids: ['${aws_subnet.b.id}'],
  security_group_ids: ['${aws_security_group.fn.id}'],
};
const rights = (change: object) => ({
  aws_iam_role_policy: {
    fn: {
      name: 'network',
      role: '${aws_iam_role.fn.id}',
      policy: JSON.stringify({ Version: '2012-10-17', Statement: { ...networkRights, ...change } }),
    },
  },
});
const long = (length: number) => 'x'.repeat(length);

export const lambdaCases = [
  breaks('lambda-name', fn, { function_name: long(65) }, 'the name'),
  breaks('lambda-name', fn, { function_name: 'a.b' }, 'the name'),
  breaks('lambda-numbers', fn, { timeout: 901 }, 'timeout is 901'),
  breaks('lambda-numbers', fn, { memory_size: 127 }, 'memory_size is 127'),
  breaks('lambda-numbers', fn, { memory_size: 256.5 }, 'not a whole number'),
  breaks('lambda-numbers', fn, { ephemeral_storage: { size: 10_241 } }, 'ephemeral storage'),
  breaks('lambda-variables-size', fn, { environment: { variables: { AB: long(4095) } } }, '4097 bytes'),
  breaks(
    'lambda-variables-size',
    fn,
    { environment: { variables: { AB: long(2000), CD: 'ü'.repeat(1050) } } },
    '4104 bytes',
  ),
  breaks('lambda-variable-names', fn, { environment: { variables: { AWS_REGION: 'x' } } }, "Lambda's own"),
  breaks('lambda-variable-names', fn, { environment: { variables: { 'A-B': 'x' } } }, 'a variable'),
  breaks('lambda-image', fn, { handler: 'index.handler' }, 'no handler'),
  breaks('lambda-image', fn, { package_type: 'Zip' }, 'no image'),
  breaks('lambda-image', fn, { image_uri: 'ghcr.io/acme/one:1' }, 'the image'),
  breaks(
    'lambda-image',
    fn,
    { image_uri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/one@sha256:1' },
    'the image',
  ),
  breaks('lambda-texts', fn, { description: long(257) }, 'the description'),
  breaks('lambda-texts', fn, { architectures: ['arm64', 'x86_64'] }, 'one architecture'),
  breaks('lambda-texts', fn, { logging_config: { log_format: 'Text', system_log_level: 'INFO' } }, 'JSON'),
  breaks('lambda-vpc', fn, { vpc_config: { ...inVpc, subnet_ids: [] } }, 'the number of subnets is 0'),
  breaks('lambda-vpc', fn, { vpc_config: { ...inVpc, security_group_ids: [] } }, 'security groups is 0'),
  breaks('lambda-vpc', fn, { role: undefined }, 'lacks ec2:CreateNetworkInterface, '),
  breaks(
    'lambda-vpc',
    fn,
    {},
    'lacks ec2:UnassignPrivateIpAddresses',
    rights({ Action: networkRights.Action.slice(0, -1) }),
  ),
  breaks('lambda-vpc', fn, {}, 'lacks', rights({ Resource: 'arn:aws:ec2:us-east-1:111122223333:subnet/*' })),
  breaks('lambda-vpc', fn, {}, 'lets others in', {
    aws_vpc_security_group_ingress_rule: {
      fn: {
        security_group_id: '${aws_security_group.fn.id}',
        cidr_ipv4: '10.0.0.0/16',
        ip_protocol: 'tcp',
        from_port: 443,
        to_port: 443,
      },
    },
  }),
  breaks('lambda-alias', 'aws_lambda_alias.live', { name: '12' }, 'the alias'),
  breaks('lambda-permission', 'aws_lambda_permission.api', { statement_id: long(101) }, 'the statement id'),
  breaks('lambda-permission', 'aws_lambda_permission.api', { principal: '*' }, 'anybody'),
  breaks('lambda-permission', 'aws_lambda_permission.api', { source_arn: undefined }, 'any account'),
  breaks(
    'lambda-provisioned',
    'aws_lambda_provisioned_concurrency_config.one',
    { provisioned_concurrent_executions: 11 },
    'more than 10',
  ),
  breaks(
    'lambda-provisioned',
    'aws_lambda_provisioned_concurrency_config.one',
    { qualifier: '$LATEST' },
    'no alias',
  ),
  breaks('lambda-concurrency-of-account', fn, { reserved_concurrent_executions: 901 }, 'reserve 901'),
  breaks(
    'log-group-of-function',
    'aws_cloudwatch_log_group.fn',
    { name: '/other' },
    'no log group /aws/lambda/dev-tools',
  ),
];
