import { restBodyWith } from './base-edge';
import { breaks, many } from './case';

const fn = 'aws_lambda_function.one';
const long = (length: number) => 'x'.repeat(length);
const api = '${aws_apigatewayv2_api.one.id}';
const integration = 'integrations/${aws_apigatewayv2_integration.one.id}';
const integrationOf = (change: Record<string, unknown>) =>
  restBodyWith((body) => {
    Object.assign(body.paths['/one/mcp'].post['x-amazon-apigateway-integration'], change);
    return body;
  });
const dual = {
  ip_address_type: 'dualstack',
  subnets: ['${aws_subnet.a.id}', '${aws_subnet.b.id}'],
};
const everybody6 = {
  aws_vpc_security_group_ingress_rule: {
    six: {
      security_group_id: '${aws_security_group.lb.id}',
      cidr_ipv6: '::/0',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    },
  },
};
const inSubnets6 = {
  aws_subnet: { six: { cidr_block: '10.0.2.0/24', ipv6_cidr_block: 'x', vpc_id: '${aws_vpc.one.id}' } },
  aws_route_table_association: { six: { subnet_id: '${aws_subnet.six.id}' } },
  aws_lb: {
    one: { subnets: ['a', '${aws_subnet.six.id}'], security_groups: ['${aws_security_group.lb.id}'] },
  },
};

export const edgeCases = [
  breaks('http-api-texts', 'aws_apigatewayv2_api.one', { name: long(129) }, 'the name'),
  breaks('http-api-texts', 'aws_apigatewayv2_api.one', { protocol_type: 'WEBSOCKET' }, 'no HTTP API'),
  breaks(
    'http-api-counts',
    'aws_apigatewayv2_api.one',
    {},
    '301 of aws_apigatewayv2_route',
    many('aws_apigatewayv2_route', 299, (i) => ({
      api_id: api,
      route_key: `GET /${i}`,
      target: integration,
    })),
  ),
  breaks(
    'http-api-counts',
    'aws_apigatewayv2_api.one',
    {},
    '11 of aws_apigatewayv2_authorizer',
    many('aws_apigatewayv2_authorizer', 10, (i) => ({ api_id: api, name: `a${i}` })),
  ),
  breaks(
    'http-api-routes-unique',
    'aws_apigatewayv2_route.two',
    { route_key: 'POST /one/mcp' },
    'two routes',
  ),
  breaks(
    'http-api-cors',
    'aws_apigatewayv2_api.one',
    { cors_configuration: { allow_headers: ['X-*', 'a b'] } },
    'a header',
  ),
  breaks(
    'http-api-cors',
    'aws_apigatewayv2_api.one',
    { cors_configuration: { allow_origins: ['https://*.example.com'] } },
    'an origin',
  ),
  breaks(
    'http-api-cors',
    'aws_apigatewayv2_api.one',
    { cors_configuration: { allow_origins: ['*'], allow_credentials: true } },
    'credentials',
  ),
  breaks('http-api-cors', 'aws_apigatewayv2_api.one', { cors_configuration: { max_age: 86_401 } }, 'max_age'),
  breaks(
    'http-api-integration',
    'aws_apigatewayv2_integration.one',
    { timeout_milliseconds: 30_001 },
    '30001',
  ),
  breaks(
    'http-api-integration',
    'aws_apigatewayv2_integration.one',
    { payload_format_version: '3.0' },
    'payload',
  ),
  breaks('http-api-function-outlasts-edge', fn, { timeout: 31 }, 'the timeout of its function is 31'),
  breaks('http-api-route', 'aws_apigatewayv2_route.one', { route_key: 'POST one' }, 'the route key'),
  breaks('http-api-route', 'aws_apigatewayv2_route.one', { authorization_type: 'JWT' }, 'no authorizer'),
  breaks(
    'http-api-route',
    'aws_apigatewayv2_route.one',
    { authorization_scopes: Array.from({ length: 11 }, String) },
    '10 scopes',
  ),
  breaks('http-api-route', 'aws_apigatewayv2_route.one', { target: 'integrations/abc' }, 'no integration'),
  breaks(
    'http-api-authorizer',
    'aws_apigatewayv2_authorizer.one',
    { jwt_configuration: { audience: [], issuer: 'https://a/' } },
    'audiences',
  ),
  breaks(
    'http-api-authorizer',
    'aws_apigatewayv2_authorizer.one',
    { jwt_configuration: { audience: ['a'], issuer: 'http://a/' } },
    'the issuer',
  ),
  breaks(
    'http-api-stage',
    'aws_apigatewayv2_stage.one',
    { access_log_settings: { format: '$context.status' } },
    'requestId',
  ),
  breaks(
    'http-api-stage',
    'aws_apigatewayv2_stage.one',
    { access_log_settings: { format: `$context.requestId${long(1024)}` } },
    '1,024',
  ),
  breaks(
    'http-api-stage',
    'aws_apigatewayv2_stage.one',
    { access_log_settings: { format: '$context.requestId $request.header.authorization' } },
    'secret',
  ),
  breaks(
    'http-api-stage',
    'aws_apigatewayv2_stage.one',
    { default_route_settings: { throttling_rate_limit: 10_001 } },
    'the throttle',
  ),
  breaks(
    'http-api-stage',
    'aws_apigatewayv2_stage.one',
    { route_settings: [{ route_key: 'POST /none' }] },
    'is no route',
  ),
  breaks(
    'http-api-domain',
    'aws_apigatewayv2_domain_name.one',
    { domain_name_configuration: { endpoint_type: 'EDGE', security_policy: 'TLS_1_2' } },
    'not Regional',
  ),
  breaks(
    'http-api-domain',
    'aws_apigatewayv2_domain_name.one',
    { domain_name_configuration: { endpoint_type: 'REGIONAL', security_policy: 'TLS_1_0' } },
    'not TLS_1_2',
  ),

  breaks('rest-api-body', 'aws_api_gateway_rest_api.one', { body: '{' }, 'no JSON'),
  breaks(
    'rest-api-body',
    'aws_api_gateway_rest_api.one',
    { body: restBodyWith((body) => ({ ...body, paths: { '/a b': {} } })) },
    'a part of a path',
  ),
  breaks(
    'rest-api-body',
    'aws_api_gateway_rest_api.one',
    { body: restBodyWith((body) => ({ ...body, paths: { '/a': { fetch: {} } } })) },
    'is no method',
  ),
  breaks(
    'rest-api-body',
    'aws_api_gateway_rest_api.one',
    { body: restBodyWith((body) => ({ ...body, openapi: '4.0.0' })) },
    'OpenAPI',
  ),
  breaks(
    'rest-api-resources',
    'aws_api_gateway_rest_api.one',
    {
      body: restBodyWith((body) => ({
        ...body,
        paths: Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`/${i}/mcp`, {}])),
      })),
    },
    '301 resources',
  ),
  breaks(
    'rest-api-integrations',
    'aws_api_gateway_rest_api.one',
    { body: integrationOf({ timeoutInMillis: 900_001 }) },
    '900001',
  ),
  breaks(
    'rest-api-integrations',
    'aws_api_gateway_rest_api.one',
    { body: integrationOf({ responseTransferMode: 'BUFFERED' }) },
    'not 50 to 29000',
  ),
  breaks(
    'rest-api-integrations',
    'aws_api_gateway_rest_api.one',
    { body: integrationOf({ type: 'aws' }) },
    'no proxy',
  ),
  breaks(
    'rest-api-integrations',
    'aws_api_gateway_rest_api.one',
    { body: integrationOf({ type: undefined }) },
    'no integration',
  ),
  breaks(
    'rest-api-texts',
    'aws_api_gateway_rest_api.one',
    { endpoint_configuration: { types: ['EDGE'] } },
    'an edge',
  ),
  breaks('rest-api-texts', 'aws_api_gateway_stage.one', { stage_name: 'a-b' }, 'the stage'),
  breaks(
    'rest-api-texts',
    'aws_api_gateway_stage.one',
    { access_log_settings: { format: 'x' } },
    'requestId',
  ),
  breaks(
    'rest-api-settings',
    'aws_api_gateway_method_settings.one',
    { settings: { data_trace_enabled: true } },
    'whole requests',
  ),
  breaks(
    'rest-api-settings',
    'aws_api_gateway_method_settings.one',
    { settings: { throttling_burst_limit: 5001 } },
    'the burst',
  ),

  breaks('vpc-block', 'aws_vpc.one', { cidr_block: '10.0.0.0/15' }, '/16 to /28'),
  breaks('vpc-block', 'aws_subnet.a', { cidr_block: '10.0.0.1/24' }, 'no block'),
  breaks('subnet-inside', 'aws_subnet.a', { cidr_block: '10.1.0.0/24' }, 'outside'),
  breaks('subnet-inside', 'aws_subnet.a', { cidr_block: '10.0.0.0/23' }, 'overlaps b'),
  breaks('subnet-inside', 'aws_subnet.a', { cidr_block: '10.0.0.0/28' }, '/27'),
  breaks(
    'subnet-zones',
    'aws_subnet.c',
    { vpc_id: '${aws_vpc.one.id}', cidr_block: '10.0.2.0/24', tags: { Name: 'dev-private-b' } },
    '1 public and 2 private',
  ),
  breaks('security-group-texts', 'aws_security_group.lb', { name: 'sg-lb' }, 'the name'),
  breaks('security-group-texts', 'aws_security_group.lb', { description: "the office's" }, 'the description'),
  breaks('security-group-texts', 'aws_security_group.lb', { ingress: [{}] }, 'rules of its own'),
  breaks(
    'security-group-rules',
    'aws_vpc_security_group_ingress_rule.task',
    { cidr_ipv4: '10.0.0.0/8' },
    '2 sources',
  ),
  breaks(
    'security-group-rules',
    'aws_vpc_security_group_ingress_rule.clients',
    { cidr_ipv4: '10.0.0.1/8' },
    'no block',
  ),
  breaks('security-group-rules', 'aws_vpc_security_group_ingress_rule.clients', { to_port: 442 }, 'to_port'),
  breaks(
    'security-group-rules',
    'aws_vpc_security_group_ingress_rule.clients',
    { ip_protocol: '-1' },
    'ports and a protocol',
  ),
  breaks(
    'security-group-counts',
    'aws_security_group.task',
    {},
    '61 of aws_vpc_security_group_egress_rule',
    many('aws_vpc_security_group_egress_rule', 60, (i) => ({
      security_group_id: '${aws_security_group.task.id}',
      cidr_ipv4: `10.0.${i}.0/24`,
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    })),
  ),
  breaks(
    'lambda-policy',
    'aws_lambda_permission.api',
    {},
    'the policy that it is in has',
    many('aws_lambda_permission', 60, (i) => ({
      principal: 'secretsmanager.amazonaws.com',
      action: 'lambda:InvokeFunction',
      source_account: '111122223333',
      source_arn: `arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/${i}-a1b2c3`,
      function_name: '${aws_lambda_function.one.function_name}',
    })),
  ),
  breaks(
    'security-group-counts',
    'aws_security_group.lb',
    {},
    '61 of',
    many('aws_vpc_security_group_ingress_rule', 60, (i) => ({
      security_group_id: '${aws_security_group.lb.id}',
      cidr_ipv4: `10.0.${i}.0/24`,
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    })),
  ),
  breaks(
    'nothing-open-unless-written',
    'aws_vpc_security_group_ingress_rule.clients',
    { cidr_ipv4: '0.0.0.0/0' },
    'everybody',
  ),
  breaks('nothing-open-unless-written', 'aws_lb.one', { internal: false }, 'on the internet'),
  breaks(
    'ingress-of-tasks',
    'aws_vpc_security_group_ingress_rule.task',
    { cidr_ipv4: '0.0.0.0/0', referenced_security_group_id: undefined },
    'past the load balancer',
  ),
  breaks('load-balancer-dual-stack', 'aws_lb.one', dual, 'that nobody may call'),
  breaks('load-balancer-dual-stack', 'aws_lb.one', dual, 'has no IPv6', everybody6),
  breaks('load-balancer-dual-stack', 'aws_lb.one', {}, 'find no address', everybody6),
  breaks(
    'load-balancer-dual-stack',
    'aws_vpc_security_group_ingress_rule.clients',
    { cidr_ipv4: '0.0.0.0/0' },
    'with IPv6 alone',
    inSubnets6,
  ),
  breaks(
    'tasks-call-out-by-ipv6',
    'aws_ecs_service.one',
    {
      network_configuration: {
        subnets: ['${aws_route_table_association.six.subnet_id}'],
        security_groups: ['${aws_security_group.task.id}'],
      },
    },
    'no way out',
    inSubnets6,
  ),
  breaks('nat', 'aws_nat_gateway.one', { allocation_id: undefined }, 'neither in a subnet'),
  breaks('nat', 'aws_route.one', { nat_gateway_id: undefined }, 'one place'),
  breaks('endpoint', 'aws_vpc_endpoint.one', { vpc_endpoint_type: 'Gateway' }, 'no private names'),
  breaks('endpoint', 'aws_vpc_endpoint.one', { security_group_ids: [] }, 'the default one'),
  breaks(
    'endpoint',
    'aws_vpc_endpoint.one',
    { service_name: 'com.amazonaws.eu-west-1.ecr.api' },
    'the service',
  ),
  breaks(
    'endpoint-lets-roles-through',
    'aws_vpc_endpoint.s3',
    {
      vpc_endpoint_type: 'Gateway',
      policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Resource: 'arn:aws:s3:::ours/*' }] }),
    },
    'arn:aws:s3:::theirs/* is granted',
    {
      aws_iam_role_policy: {
        files: {
          policy: JSON.stringify({
            Statement: [{ Resource: ['arn:aws:s3:::theirs/*', 'arn:aws:s3:::ours/*'] }],
          }),
        },
      },
    },
  ),
];
