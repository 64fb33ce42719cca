/** One resource as nobody should write it, and the checks that must refuse it. */
interface BadResource {
  readonly config: Readonly<Record<string, unknown>>;
  readonly fails: readonly string[];
}

const everybody = (action: string) => document([{ Effect: 'Allow', Principal: '*', Action: action }]);

function document(statements: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** By type: those that our modules make and checkov has checks for. */
export const badResources: Readonly<Record<string, BadResource>> = {
  aws_api_gateway_stage: { config: {}, fails: ['CKV_AWS_76'] },
  aws_apigatewayv2_route: {
    config: { route_key: 'POST /mcp', authorization_type: 'NONE' },
    fails: ['CKV_AWS_309'],
  },
  aws_apigatewayv2_stage: { config: {}, fails: ['CKV_AWS_76'] },
  aws_cloudwatch_log_group: { config: { name: 'bad' }, fails: ['CKV_AWS_66', 'CKV_AWS_158', 'CKV_AWS_338'] },
  aws_cloudwatch_metric_alarm: { config: { actions_enabled: false }, fails: ['CKV_AWS_319'] },
  aws_ecr_repository: {
    config: { image_tag_mutability: 'MUTABLE' },
    fails: ['CKV_AWS_51', 'CKV_AWS_136', 'CKV_AWS_163'],
  },
  aws_ecr_repository_policy: { config: { policy: everybody('ecr:*') }, fails: ['CKV_AWS_32'] },
  aws_ecs_cluster: { config: { name: 'bad' }, fails: ['CKV_AWS_65'] },
  aws_ecs_service: {
    config: { network_configuration: [{ assign_public_ip: true, subnets: [] }] },
    fails: ['CKV_AWS_333'],
  },
  aws_ecs_task_definition: {
    config: {
      container_definitions: JSON.stringify([{ name: 'bad', image: 'bad', readonlyRootFilesystem: false }]),
    },
    fails: ['CKV_AWS_336'],
  },
  aws_iam_role: {
    config: {
      assume_role_policy: document([{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }]),
    },
    fails: ['CKV_AWS_60'],
  },
  aws_iam_role_policy: {
    config: { policy: document([{ Effect: 'Allow', Action: '*', Resource: '*' }]) },
    fails: [
      'CKV_AWS_62',
      'CKV_AWS_63',
      'CKV_AWS_286',
      'CKV_AWS_287',
      'CKV_AWS_288',
      'CKV_AWS_289',
      'CKV_AWS_290',
      'CKV_AWS_355',
    ],
  },
  aws_lambda_function: {
    config: { function_name: 'bad', environment: { variables: { BAD: 'bad' } } },
    fails: ['CKV_AWS_50', 'CKV_AWS_115', 'CKV_AWS_116', 'CKV_AWS_117', 'CKV_AWS_173', 'CKV_AWS_272'],
  },
  aws_lambda_permission: {
    config: { principal: 's3.amazonaws.com', action: 'lambda:InvokeFunction' },
    fails: ['CKV_AWS_364'],
  },
  aws_lb: {
    config: { load_balancer_type: 'application', internal: false },
    fails: ['CKV_AWS_91', 'CKV_AWS_131', 'CKV_AWS_150', 'CKV2_AWS_28'],
  },
  aws_lb_listener: {
    config: { protocol: 'HTTP', port: 80, default_action: [{ type: 'forward' }] },
    fails: ['CKV_AWS_2', 'CKV_AWS_103'],
  },
  aws_lb_target_group: {
    config: { protocol: 'HTTP', port: 80 },
    fails: ['CKV_AWS_261', 'CKV_AWS_378'],
  },
  aws_s3_bucket: {
    config: { bucket: 'bad', acl: 'public-read-write' },
    fails: ['CKV_AWS_18', 'CKV_AWS_20', 'CKV_AWS_21', 'CKV_AWS_57', 'CKV2_AWS_6'],
  },
  aws_s3_bucket_policy: { config: { policy: everybody('s3:*') }, fails: ['CKV_AWS_70'] },
  aws_s3_bucket_public_access_block: {
    config: { block_public_acls: false, block_public_policy: false },
    fails: ['CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56'],
  },
  aws_secretsmanager_secret: { config: { name: 'bad' }, fails: ['CKV_AWS_149', 'CKV2_AWS_57'] },
  aws_security_group: { config: { name: 'bad' }, fails: ['CKV_AWS_23', 'CKV2_AWS_5'] },
  aws_subnet: { config: { map_public_ip_on_launch: true }, fails: ['CKV_AWS_130'] },
  aws_vpc: { config: { cidr_block: '10.0.0.0/16' }, fails: ['CKV2_AWS_11', 'CKV2_AWS_12'] },
  aws_vpc_security_group_egress_rule: {
    config: { cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1', from_port: -1, to_port: -1 },
    fails: ['CKV_AWS_23', 'CKV_AWS_382'],
  },
  aws_vpc_security_group_ingress_rule: {
    config: { cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: 22, to_port: 22 },
    fails: ['CKV_AWS_23', 'CKV_AWS_24'],
  },
};
