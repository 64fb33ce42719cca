const ACCOUNT = '111122223333';
const json = (value: unknown) => JSON.stringify(value);

const restBody = {
  openapi: '3.0.1',
  paths: {
    '/one/mcp': {
      post: {
        'x-amazon-apigateway-integration': {
          type: 'aws_proxy',
          timeoutInMillis: 900_000,
          responseTransferMode: 'STREAM',
        },
      },
    },
  },
};
export const restBodyWith = (change: (body: typeof restBody) => unknown) =>
  json(change(structuredClone(restBody)));

const lambda = {
  aws_lambda_function: {
    one: {
      function_name: 'dev-tools',
      timeout: 29,
      memory_size: 256,
      ephemeral_storage: { size: 512 },
      environment: { variables: { MCP_ROUTER_DEPLOYMENT: '{}' } },
      package_type: 'Image',
      image_uri: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/mcp-servers/dev/one@sha256:1`,
      architectures: ['arm64'],
      description: 'one',
      logging_config: { log_format: 'JSON', system_log_level: 'INFO' },
      reserved_concurrent_executions: 10,
      role: '${aws_iam_role.fn.arn}',
      vpc_config: {
        subnet_ids: ['${aws_subnet.b.id}'],
        security_group_ids: ['${aws_security_group.fn.id}'],
      },
    },
  },
  aws_lambda_alias: { live: { name: 'live', function_name: '${aws_lambda_function.one.function_name}' } },
  aws_lambda_permission: {
    api: {
      statement_id: 'api',
      principal: 'apigateway.amazonaws.com',
      source_arn: 'arn:aws:execute-api:us-east-1:111122223333:x/*',
      function_name: '${aws_lambda_function.one.function_name}',
    },
  },
  aws_lambda_provisioned_concurrency_config: {
    one: {
      function_name: '${aws_lambda_function.one.function_name}',
      provisioned_concurrent_executions: 2,
      qualifier: 'live',
    },
  },
};

const api = '${aws_apigatewayv2_api.one.id}';
const httpApi = {
  aws_apigatewayv2_api: {
    one: {
      name: 'dev-tools',
      protocol_type: 'HTTP',
      cors_configuration: {
        allow_origins: ['https://example.com'],
        allow_methods: ['POST'],
        allow_headers: ['content-type'],
        max_age: 60,
      },
    },
  },
  aws_apigatewayv2_integration: {
    one: {
      api_id: api,
      timeout_milliseconds: 30_000,
      payload_format_version: '2.0',
      integration_uri: '${aws_lambda_alias.live.invoke_arn}',
    },
  },
  aws_apigatewayv2_route: {
    one: {
      api_id: api,
      route_key: 'POST /one/mcp',
      target: 'integrations/${aws_apigatewayv2_integration.one.id}',
    },
    two: {
      api_id: api,
      route_key: 'GET /one/mcp',
      target: 'integrations/${aws_apigatewayv2_integration.one.id}',
    },
  },
  aws_apigatewayv2_authorizer: {
    one: {
      api_id: api,
      name: 'jwt',
      jwt_configuration: { audience: ['mcp'], issuer: 'https://login.example.com/' },
    },
  },
  aws_apigatewayv2_stage: {
    one: {
      api_id: api,
      name: '$default',
      access_log_settings: { format: '{"id":"$context.requestId"}' },
      default_route_settings: { throttling_rate_limit: 1000, throttling_burst_limit: 5000 },
      route_settings: [{ route_key: 'POST /one/mcp', throttling_rate_limit: 10 }],
    },
  },
  aws_apigatewayv2_domain_name: {
    one: {
      domain_name: 'mcp.example.com',
      domain_name_configuration: {
        endpoint_type: 'REGIONAL',
        security_policy: 'TLS_1_2',
        certificate_arn: '${aws_acm_certificate_validation.one.certificate_arn}',
      },
    },
  },
  aws_api_gateway_rest_api: {
    one: { name: 'dev-streams', body: json(restBody), endpoint_configuration: { types: ['REGIONAL'] } },
  },
  aws_api_gateway_stage: {
    one: { stage_name: 'live', access_log_settings: { format: '$context.requestId' } },
  },
  aws_api_gateway_method_settings: {
    one: { settings: { data_trace_enabled: false, throttling_rate_limit: 10, throttling_burst_limit: 10 } },
  },
};

const subnet = (cidr_block: string, Name: string) => ({
  vpc_id: '${aws_vpc.one.id}',
  cidr_block,
  tags: { Name },
});
const network = {
  aws_vpc: { one: { cidr_block: '10.0.0.0/16' } },
  aws_subnet: { a: subnet('10.0.0.0/24', 'dev-public-a'), b: subnet('10.0.1.0/24', 'dev-private-a') },
  aws_security_group: {
    lb: { name: 'dev-tools-lb', description: 'lb', vpc_id: '${aws_vpc.one.id}' },
    task: { name: 'dev-tools-task', description: 'task', vpc_id: '${aws_vpc.one.id}' },
    fn: { name: 'dev-tools-function', description: 'fn', vpc_id: '${aws_vpc.one.id}' },
  },
  aws_vpc_security_group_ingress_rule: {
    clients: {
      security_group_id: '${aws_security_group.lb.id}',
      cidr_ipv4: '10.0.0.0/16',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
      description: 'clients',
    },
    task: {
      security_group_id: '${aws_security_group.task.id}',
      referenced_security_group_id: '${aws_security_group.lb.id}',
      ip_protocol: 'tcp',
      from_port: 8080,
      to_port: 8080,
    },
  },
  aws_vpc_security_group_egress_rule: {
    out: { security_group_id: '${aws_security_group.task.id}', cidr_ipv4: '0.0.0.0/0', ip_protocol: '-1' },
  },
  aws_nat_gateway: { one: { subnet_id: '${aws_subnet.a.id}', allocation_id: 'eipalloc-1' } },
  aws_route: { one: { nat_gateway_id: '${aws_nat_gateway.one.id}', destination_cidr_block: '0.0.0.0/0' } },
  aws_vpc_endpoint: {
    one: {
      vpc_id: '${aws_vpc.one.id}',
      vpc_endpoint_type: 'Interface',
      private_dns_enabled: true,
      security_group_ids: ['${aws_security_group.lb.id}'],
      service_name: 'com.amazonaws.us-east-1.ecr.api',
    },
  },
};

/** Front doors of functions, and the network. */
export const edge = { ...lambda, ...httpApi, ...network };
