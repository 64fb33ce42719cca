import {
  AccountLogging,
  FunctionPermission,
  functionIntegration,
  RestApi,
  RestApiStage,
  restPaths,
  type RestApiProps,
  type RestApiStageProps,
} from '@mcp-fleet/lambda-rest-api';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { fn } from './functions';

const paths = restPaths('gitlab', functionIntegration(fn('dev-tools', false)));

function make(props: Partial<RestApiProps> = {}) {
  const stack = testStack();
  new RestApi(stack, 'api', { name: 'dev-tools', paths, ...props });
  return onlyResource(synthesised(stack), 'aws_api_gateway_rest_api');
}

function staged(props: Partial<RestApiStageProps> = {}) {
  const stack = testStack();
  const api = new RestApi(stack, 'api', { name: 'dev-tools', paths });
  const permission = new FunctionPermission(stack, 'tools', { api, function: fn('dev-tools', true) });
  new RestApiStage(stack, 'stage', { api, after: [permission.resource], ...props });
  return synthesised(stack);
}

const documentOf = (props: Partial<RestApiProps> = {}) => JSON.parse(String(make(props).body));
const responsesOf = (allowedOrigins?: string[]) =>
  documentOf({ allowedOrigins })['x-amazon-apigateway-gateway-responses'];
const broken = (prop: string, got: string, rule: string, fix = 'use a value within it') =>
  `${prop}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;

describe('functionIntegration', () => {
  test('a function that streams is called for a stream: operation and mode belong together', () => {
    expect(functionIntegration(fn('dev-tools', true))).toEqual({
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: expect.any(String),
      timeoutInMillis: 900_000,
      responseTransferMode: 'STREAM',
    });
    const streamed = restPaths('gitlab', functionIntegration(fn('dev-tools', true)));
    expect(make({ paths: streamed }).body).toContain('"/response-streaming-invocations"');
  });

  test('any other is called for a whole answer, within 29 seconds', () => {
    const target = fn('dev-tools', false);
    expect(functionIntegration(target)).toEqual({
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: target.invokeArn,
      timeoutInMillis: 29_000,
    });
  });
});

describe('restPaths', () => {
  const methods = (made: object) =>
    Object.fromEntries(Object.entries(made).map(([path, it]) => [path, Object.keys(it as object)]));
  const integration = functionIntegration(fn('dev-tools', true));

  test('calls and health', () => {
    expect(methods(restPaths('gitlab-eu', integration))).toEqual({
      '/gitlab-eu/mcp': ['delete', 'get', 'post'],
      '/gitlab-eu/health': ['get'],
    });
  });

  test('metadata, and what browsers ask before they call', () => {
    expect(methods(restPaths('gitlab', integration, { metadata: true, preflight: true }))).toEqual({
      '/gitlab/mcp': ['delete', 'get', 'options', 'post'],
      '/gitlab/health': ['get'],
      '/.well-known/oauth-protected-resource/gitlab/mcp': ['get', 'options'],
    });
  });
});

describe('RestApi', () => {
  test('a Regional API of one document, which is the whole', () => {
    expect(make({ description: 'tools', tags: { Deployment: 'tools' } })).toMatchObject({
      name: 'dev-tools',
      description: 'tools',
      endpoint_configuration: { types: ['REGIONAL'] },
      put_rest_api_mode: 'overwrite',
      tags: { Deployment: 'tools' },
      lifecycle: { create_before_destroy: true },
    });
    expect(documentOf({ description: 'tools' })).toMatchObject({
      openapi: '3.0.1',
      info: { title: 'dev-tools', description: 'tools' },
      paths: { '/gitlab/mcp': { post: {} } },
    });
  });

  test('what no path matches is 404, and every error of the API is one of JSON-RPC', () => {
    const responses = responsesOf();
    expect(responses.MISSING_AUTHENTICATION_TOKEN.statusCode).toBe(404);
    expect(responses.THROTTLED).toMatchObject({
      statusCode: 429,
      responseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
    });
    expect(Object.keys(responses)).toEqual([
      'ACCESS_DENIED',
      'DEFAULT_4XX',
      'DEFAULT_5XX',
      'INTEGRATION_TIMEOUT',
      'MISSING_AUTHENTICATION_TOKEN',
      'REQUEST_TOO_LARGE',
      'THROTTLED',
      'UNAUTHORIZED',
    ]);
    for (const response of Object.values<{ responseTemplates: Record<string, string> }>(responses)) {
      const text = String(response.responseTemplates['application/json']);
      expect(JSON.parse(text.replace('$context.error.messageString', '"text"'))).toEqual({
        jsonrpc: '2.0',
        id: null,
        error: { code: expect.any(Number), message: expect.any(String) },
      });
    }
  });

  test('a refused token names its scheme under its own name', () => {
    expect(responsesOf().UNAUTHORIZED).toMatchObject({
      statusCode: 401,
      responseParameters: { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" },
    });
  });

  test('no CORS unless asked for; one origin by its name, several as all', () => {
    expect(JSON.stringify(responsesOf())).not.toContain('Access-Control');
    const origin = (allowedOrigins: string[]) =>
      Object.values<{ responseParameters: Record<string, string> }>(responsesOf(allowedOrigins)).map(
        ({ responseParameters }) => responseParameters['gatewayresponse.header.Access-Control-Allow-Origin'],
      );
    expect(new Set(origin(['https://a.example.com']))).toEqual(new Set(["'https://a.example.com'"]));
    expect(new Set(origin(['https://a.example.com', 'https://b.example.com']))).toEqual(new Set(["'*'"]));
    expect(JSON.stringify(responsesOf(['*']))).not.toContain('Allow-Credentials');
  });

  test('the order of paths in code is no change', () => {
    const other = restPaths('dynatrace', functionIntegration(fn('dev-tools', true)));
    expect(make({ paths: { ...paths, ...other } }).body).toBe(make({ paths: { ...other, ...paths } }).body);
  });

  test.each<[string, Partial<RestApiProps>, string]>([
    [
      'a name that its log group cannot have',
      { name: 'dev tools' },
      broken(
        'test/api: name',
        '"/aws/vendedlogs/apigateway/dev tools"',
        'a log group name is 1 to 512 characters, letters, digits and . - _ / # [API:logs.LogGroupName]',
        'use these characters in the name',
      ),
    ],
    [
      'nothing to route',
      { paths: {} },
      broken('test/api: paths', '{}', 'an API without paths cannot be deployed', 'add the paths of a server'),
    ],
    [
      'a part wildcard',
      { allowedOrigins: ['https://*.example.com'] },
      broken(
        'test/api: allowedOrigins[0]',
        '"https://*.example.com"',
        'an allowed origin is scheme and host (https://app.example.com), or * for any; no path and no part wildcards [docs:apigateway/http-api-cors]',
        'write the origins out',
      ),
    ],
    [
      'every origin and one more',
      { allowedOrigins: ['*', 'https://a.example.com'] },
      broken(
        'test/api: allowedOrigins',
        '["*","https://a.example.com"]',
        '* is every origin, so it stands alone',
        'remove it, or the others',
      ),
    ],
  ])('refuses %s', (_, props, text) => {
    expect(thrownMessage(() => make(props))).toBe(text);
  });
});

test('RestApi refuses a name that is no dimension of metrics', () => {
  expect(thrownMessage(() => make({ name: 'x'.repeat(256) }))).toContain(
    '  rule  a REST API name is 1 to 255 characters [docs:apigateway/api-gateway-known-issues]',
  );
});

describe('RestApiStage', () => {
  test('a deployment that follows the document, after the permissions, and a stage that follows it', () => {
    const json = staged();
    const permission = addresses(json).find((it) => it.startsWith('aws_lambda_permission.'));
    expect(onlyResource(json, 'aws_api_gateway_deployment')).toMatchObject({
      triggers: { document: expect.stringMatching(/^\$\{sha256\(aws_api_gateway_rest_api\.\w+\.body\)\}$/) },
      depends_on: [permission],
      lifecycle: { create_before_destroy: true },
    });
    const stage = onlyResource(json, 'aws_api_gateway_stage');
    expect(stage).toMatchObject({
      stage_name: 'live',
      deployment_id: expect.stringMatching(/^\$\{aws_api_gateway_deployment\.\w+\.id\}$/),
      xray_tracing_enabled: false,
    });
    expect(stage).not.toHaveProperty('lifecycle');
  });

  test('all methods are throttled, counted, and logged when they fail, never with bodies', () => {
    expect(onlyResource(staged(), 'aws_api_gateway_method_settings')).toMatchObject({
      method_path: '*/*',
      settings: {
        throttling_rate_limit: 1000,
        throttling_burst_limit: 5000,
        metrics_enabled: true,
        logging_level: 'ERROR',
        data_trace_enabled: false,
      },
    });
  });

  test('calls of an instance have a limit of their own, and the other settings too', () => {
    const json = staged({
      throttle: { requestsPerSecond: 10, burst: 20 },
      throttles: { gitlab: { requestsPerSecond: 5, burst: 6 } },
    });
    const settings = Object.values(json.resource?.aws_api_gateway_method_settings ?? {});
    const common = { metrics_enabled: true, logging_level: 'ERROR', data_trace_enabled: false };
    expect(settings.map((it) => [it.method_path, it.settings])).toEqual([
      ['*/*', { throttling_rate_limit: 10, throttling_burst_limit: 20, ...common }],
      ['~1gitlab~1mcp/POST', { throttling_rate_limit: 5, throttling_burst_limit: 6, ...common }],
    ]);
  });

  test('the access log is one line of JSON without anything private, in a group that shares its policy', () => {
    const json = staged({ accessLogRetentionDays: 7, tracing: true, tags: { Deployment: 'tools' } });
    expect(onlyResource(json, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/aws/vendedlogs/apigateway/dev-tools',
      retention_in_days: 7,
      tags: { Deployment: 'tools' },
    });
    const stage = onlyResource(json, 'aws_api_gateway_stage');
    expect(stage).toMatchObject({ xray_tracing_enabled: true, tags: { Deployment: 'tools' } });
    const { format } = stage.access_log_settings as { format: string };
    expect(format).not.toContain('\n');
    expect(Object.values(JSON.parse(format))).toEqual(
      expect.arrayContaining([
        '$context.requestId',
        '$context.status',
        '$context.integrationErrorMessage',
        '$context.integrationLatency',
      ]),
    );
    expect(format).not.toMatch(/header|body|query|claims|\$context\.path|userAgent/i);
  });

  test('refuses throttles of nothing and a retention that does not exist', () => {
    const text = thrownMessage(() =>
      staged({
        accessLogRetentionDays: 2,
        throttle: { requestsPerSecond: 0, burst: 1 },
        throttles: { gitlab: { requestsPerSecond: 1, burst: 0 } },
      }),
    );
    expect(text).toContain('test/stage: accessLogRetentionDays\n  got   2\n');
    expect(text).toContain(
      broken(
        'test/stage: throttle.requestsPerSecond',
        '0',
        'the throttle of a REST API is at least 1 requests a second [docs:apigateway/limits]',
      ),
    );
    expect(text).toContain(
      broken(
        'test/stage: throttles.gitlab.burst',
        '0',
        'the throttle burst of a REST API is at least 1 requests [docs:apigateway/limits]',
      ),
    );
    expect(text).toMatch(/\n\n3 errors$/);
  });
});

test('FunctionPermission lets this API alone call the alias', () => {
  expect(onlyResource(staged(), 'aws_lambda_permission')).toMatchObject({
    action: 'lambda:InvokeFunction',
    function_name: 'dev-tools',
    qualifier: 'live',
    principal: 'apigateway.amazonaws.com',
    source_arn: expect.stringMatching(/^\$\{aws_api_gateway_rest_api\.\w+\.execution_arn\}\/\*\/\*$/),
    lifecycle: { create_before_destroy: true },
  });
});

describe('AccountLogging', () => {
  function account(roleName?: string) {
    const stack = testStack();
    new AccountLogging(stack, 'logs', { roleName });
    return synthesised(stack);
  }

  test('a role that API Gateway alone takes, with its rights before it is tried', () => {
    const json = account();
    const role = onlyResource(json, 'aws_iam_role');
    expect(role.name).toBe('api-gateway-logs');
    expect(JSON.parse(String(role.assume_role_policy)).Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    const [statement] = JSON.parse(String(onlyResource(json, 'aws_iam_role_policy').policy)).Statement;
    expect(statement.Action.every((action: string) => /^logs:[A-Z][A-Za-z]+$/.test(action))).toBe(true);
    expect(onlyResource(json, 'aws_api_gateway_account')).toMatchObject({
      cloudwatch_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/),
      depends_on: [expect.stringMatching(/^aws_iam_role_policy\./)],
      lifecycle: { prevent_destroy: true },
    });
  });

  test('addresses are contract', () => {
    expect(addresses(account())).toEqual([
      'aws_api_gateway_account.logs_0B6081B1',
      'aws_iam_role.logs_Role_CABA6349',
      'aws_iam_role_policy.logs_RolePolicy_9A8AD900',
    ]);
  });

  test('refuses the name of no role', () => {
    expect(thrownMessage(() => account('api gateway'))).toContain(
      'test/logs: roleName\n  got   "api gateway"',
    );
  });
});

test('addresses are contract', () => {
  const throttles = { gitlab: { requestsPerSecond: 1, burst: 1 } };
  expect(addresses(staged({ throttles }))).toEqual([
    'aws_api_gateway_deployment.stage_Deployment_A851243E',
    'aws_api_gateway_method_settings.stage_Settings_18DCE92A',
    'aws_api_gateway_method_settings.stage_Throttles_gitlab_6CA7E651',
    'aws_api_gateway_rest_api.api_C8550315',
    'aws_api_gateway_stage.stage_0661E4AC',
    'aws_cloudwatch_log_group.stage_AccessLogs_8FA3EFE5',
    'aws_lambda_permission.tools_2755DCAD',
  ]);
});
