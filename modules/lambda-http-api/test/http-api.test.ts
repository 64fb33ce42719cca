import { FunctionIntegration, HttpApi, ServerRoute, type HttpApiProps } from '@mcp-fleet/lambda-http-api';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';

const jwt = { issuer: 'https://login.example.com/', audiences: ['mcp'] };
const target = {
  functionName: 'dev-tools',
  functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:dev-tools',
  aliasName: 'live',
  aliasArn: 'arn:aws:lambda:us-east-1:111122223333:function:dev-tools:live',
  invokeArn: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/dev-tools:live/invocations',
};

function make(props: Partial<HttpApiProps> = {}) {
  const stack = testStack();
  new HttpApi(stack, 'api', { name: 'dev-tools', ...props });
  return synthesised(stack);
}

const apiOf = (props: Partial<HttpApiProps>) => onlyResource(make(props), 'aws_apigatewayv2_api');
const message = (props: Partial<HttpApiProps>) => thrownMessage(() => make(props));
const broken = (prop: string, got: string, rule: string, fix = 'use a value within it') =>
  `${prop}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;

describe('HttpApi', () => {
  test('an HTTP API that deploys by itself, throttled, with metrics', () => {
    expect(onlyResource(make(), 'aws_apigatewayv2_api')).toMatchObject({
      name: 'dev-tools',
      protocol_type: 'HTTP',
    });
    const stage = onlyResource(make(), 'aws_apigatewayv2_stage');
    expect(stage).toMatchObject({
      name: '$default',
      auto_deploy: true,
      default_route_settings: {
        throttling_rate_limit: 1000,
        throttling_burst_limit: 5000,
        detailed_metrics_enabled: true,
      },
    });
    expect(stage).not.toHaveProperty('route_settings');
    expect(stage).not.toHaveProperty('depends_on');
  });

  test('the access log is one line of JSON without anything private, in a group that shares its policy', () => {
    expect(onlyResource(make(), 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/aws/vendedlogs/apigateway/dev-tools',
      retention_in_days: 30,
    });
    const settings = onlyResource(make(), 'aws_apigatewayv2_stage').access_log_settings as Record<
      string,
      string
    >;
    const format = String(settings.format);
    expect(format.length).toBeLessThanOrEqual(1024);
    expect(format).not.toContain('\n');
    expect(Object.values(JSON.parse(format))).toEqual(
      expect.arrayContaining([
        '$context.requestId',
        '$context.routeKey',
        '$context.status',
        '$context.integrationErrorMessage',
        '$context.authorizer.error',
        '$context.integrationLatency',
        '$context.responseLatency',
      ]),
    );
    expect(format).not.toMatch(/header|body|query|claims|\$context\.path|userAgent/i);
  });

  test('no CORS and no authorizer unless asked for', () => {
    for (const allowedOrigins of [undefined, []]) {
      expect(apiOf({ allowedOrigins })).not.toHaveProperty('cors_configuration');
    }
    expect(resourcesOf(make(), 'aws_apigatewayv2_authorizer')).toEqual({});
  });

  test('CORS allows the headers of both MCP eras, and never cookies', () => {
    expect(
      apiOf({ allowedOrigins: ['https://a.example.com'], allowedHeaders: ['mcp-param-team'] }),
    ).toMatchObject({
      cors_configuration: {
        allow_origins: ['https://a.example.com'],
        allow_methods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
        allow_headers: [
          'content-type',
          'accept',
          'authorization',
          'mcp-protocol-version',
          'mcp-method',
          'mcp-name',
          'mcp-session-id',
          'last-event-id',
          'mcp-param-team',
        ],
        expose_headers: ['mcp-session-id', 'mcp-protocol-version', 'www-authenticate'],
        max_age: 3600,
      },
    });
    expect(apiOf({ allowedOrigins: ['*'] }).cors_configuration).not.toHaveProperty('allow_credentials');
  });

  test('tokens are checked by issuer and audience', () => {
    expect(onlyResource(make({ jwt }), 'aws_apigatewayv2_authorizer')).toMatchObject({
      authorizer_type: 'JWT',
      identity_sources: ['$request.header.Authorization'],
      jwt_configuration: { issuer: 'https://login.example.com/', audience: ['mcp'] },
      lifecycle: { create_before_destroy: true },
    });
  });

  test.each<[string, Partial<HttpApiProps>, string]>([
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
      'a long name',
      { name: 'x'.repeat(129) },
      broken(
        'test/api: name',
        `"${'x'.repeat(129)}"`,
        'an HTTP API name is 1 to 128 characters [API:apigatewayv2.CreateApiRequest]',
      ),
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
    [
      'headers by prefix',
      { allowedHeaders: ['mcp-param-*'] },
      broken(
        'test/api: allowedHeaders[0]',
        '"mcp-param-*"',
        'an allowed header is a whole name, without wildcards [docs:apigateway/http-api-cors]',
        'write the headers out',
      ),
    ],
    [
      'a max age',
      { corsMaxAgeSeconds: 86_401 },
      broken(
        'test/api: corsMaxAgeSeconds',
        '86401',
        'the max age of CORS answers is -1 to 86,400 seconds [API:apigatewayv2.Cors]',
      ),
    ],
    [
      'a throttle that lets nothing through',
      { throttle: { requestsPerSecond: 0, burst: 6000 } },
      broken(
        'test/api: throttle.requestsPerSecond',
        '0',
        'the throttle of an HTTP API is at least 1 requests a second [docs:apigateway/limits]',
      ),
    ],
    [
      'an issuer without TLS',
      { jwt: { ...jwt, issuer: 'http://login.example.com' } },
      broken(
        'test/api: jwt.issuer',
        '"http://login.example.com"',
        'the issuer is an https URL without query and fragment, exactly as in the iss of its tokens',
        'give the issuer of the tokens',
      ),
    ],
    [
      'tokens for anybody',
      { jwt: { ...jwt, audiences: [] } },
      broken(
        'test/api: jwt.audiences',
        '0',
        'the number of audiences of a JWT authorizer is 1 to 50 [docs:apigateway/http-api-quotas]',
        'name the audience of the tokens',
      ),
    ],
    [
      'too many scopes',
      { jwt: { ...jwt, scopes: Array.from({ length: 11 }, (_, i) => `s${i}`) } },
      broken(
        'test/api: jwt.scopes',
        '11',
        'the number of scopes of a route is at most 10 [docs:apigateway/http-api-quotas]',
      ),
    ],
    [
      'retention',
      { accessLogRetentionDays: 2 },
      broken(
        'test/api: accessLogRetentionDays',
        '2',
        'the retention of a log group in days is one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 [API:logs.PutRetentionPolicyRequest]',
      ),
    ],
  ])('refuses %s', (_, props, text) => {
    expect(message(props)).toBe(text);
  });

  test('refuses a long description', () => {
    expect(message({ description: 'x'.repeat(1025) })).toContain(
      '  rule  an HTTP API description is at most 1,024 characters [API:apigatewayv2.CreateApiRequest]',
    );
  });
});

function wired(props: Partial<HttpApiProps> = {}, metadata = false) {
  const stack = testStack();
  const api = new HttpApi(stack, 'api', { name: 'dev-tools', ...props });
  const integration = new FunctionIntegration(stack, 'tools', { api, function: target });
  const make = (instance: string) =>
    new ServerRoute(stack, instance, { api, instance, integration, authorizer: api.authorizer, metadata });
  return { stack, api, make };
}

describe('FunctionIntegration', () => {
  const { stack } = wired();
  const json = synthesised(stack);

  test('lets this API alone call the alias, before anything leads there', () => {
    const permission = onlyResource(json, 'aws_lambda_permission');
    expect(permission).toMatchObject({
      action: 'lambda:InvokeFunction',
      function_name: 'dev-tools',
      qualifier: 'live',
      principal: 'apigateway.amazonaws.com',
      source_arn: expect.stringMatching(/^\$\{aws_apigatewayv2_api\.\w+\.execution_arn\}\/\*\/\*$/),
      lifecycle: { create_before_destroy: true },
    });
    const id = Object.keys(resourcesOf(json, 'aws_lambda_permission'))[0];
    expect(onlyResource(json, 'aws_apigatewayv2_integration')).toMatchObject({
      integration_type: 'AWS_PROXY',
      integration_uri: target.invokeArn,
      payload_format_version: '2.0',
      timeout_milliseconds: 30_000,
      depends_on: [`aws_lambda_permission.${id}`],
      lifecycle: { create_before_destroy: true },
    });
  });

  test('refuses to wait longer than an HTTP API does', () => {
    const { api } = wired();
    expect(
      thrownMessage(
        () =>
          new FunctionIntegration(testStack(), 'x', { api, function: target, timeoutMilliseconds: 30_001 }),
      ),
    ).toBe(
      broken(
        'test/x: timeoutMilliseconds',
        '30001',
        'the timeout of an HTTP API integration is 50 to 30,000 milliseconds [API:apigatewayv2.CreateIntegrationRequest]',
      ),
    );
  });
});

describe('ServerRoute', () => {
  const routes = (json: ReturnType<typeof synthesised>) =>
    Object.values(resourcesOf(json, 'aws_apigatewayv2_route'));

  test('routes calls and health to the integration, open at the edge', () => {
    const { stack, make } = wired();
    make('gitlab-eu');
    const made = routes(synthesised(stack));
    expect(made.map((route) => route.route_key)).toEqual([
      'DELETE /gitlab-eu/mcp',
      'GET /gitlab-eu/mcp',
      'GET /gitlab-eu/health',
      'POST /gitlab-eu/mcp',
    ]);
    for (const route of made) {
      expect(route.target).toMatch(/^integrations\/\$\{aws_apigatewayv2_integration\.\w+\.id\}$/);
      expect(route.lifecycle).toEqual({ create_before_destroy: true });
      expect(route).not.toHaveProperty('authorization_type');
    }
  });

  test('tokens are asked for on the MCP path only', () => {
    const { stack, make } = wired({ jwt: { ...jwt, scopes: ['mcp:use'] } }, true);
    make('gitlab');
    const authorization = Object.fromEntries(
      routes(synthesised(stack)).map((route) => [
        route.route_key,
        [route.authorization_type, route.authorization_scopes],
      ]),
    );
    expect(authorization).toEqual({
      'POST /gitlab/mcp': ['JWT', ['mcp:use']],
      'GET /gitlab/mcp': ['JWT', ['mcp:use']],
      'DELETE /gitlab/mcp': ['JWT', ['mcp:use']],
      'GET /gitlab/health': [undefined, undefined],
      'GET /.well-known/oauth-protected-resource/gitlab/mcp': [undefined, undefined],
    });
  });

  test.each(['GitLab', '-gitlab', 'git/lab', '{proxy+}', ''])('refuses %j as part of a path', (instance) => {
    const { api } = wired();
    const integration = { integrationId: 'abc' };
    expect(thrownMessage(() => new ServerRoute(testStack(), 'route', { api, instance, integration }))).toBe(
      broken(
        'test/route: instance',
        JSON.stringify(instance),
        'the name of an instance is lower-case letters, digits and hyphens, and begins with no hyphen',
        'rename it',
      ),
    );
  });

  test('throttles: sorted, one a route, after the routes exist', () => {
    const { stack, api, make } = wired();
    const throttle = { requestsPerSecond: 5, burst: 10 };
    for (const instance of ['b', 'a']) api.throttleRoute(make(instance).post, throttle);
    const json = synthesised(stack);
    const settings = {
      throttling_rate_limit: 5,
      throttling_burst_limit: 10,
      detailed_metrics_enabled: true,
    };
    const stage = onlyResource(json, 'aws_apigatewayv2_stage');
    expect(stage.route_settings).toEqual([
      expect.objectContaining({ route_key: 'POST /a/mcp', ...settings }),
      expect.objectContaining({ route_key: 'POST /b/mcp', ...settings }),
    ]);
    const posts = addresses(json).filter(
      (it) => it.startsWith('aws_apigatewayv2_route.') && it.includes('_Post_'),
    );
    expect(stage.depends_on).toEqual(posts);
    expect(posts).toHaveLength(2);
  });

  test('refuses a throttle of nothing', () => {
    const { api, make } = wired();
    const { post } = make('gitlab');
    expect(thrownMessage(() => api.throttleRoute(post, { requestsPerSecond: 1, burst: 0 }))).toBe(
      broken(
        'test/gitlab/Post: throttle.burst',
        '0',
        'the throttle burst of an HTTP API is at least 1 requests [docs:apigateway/limits]',
      ),
    );
  });
});

test('addresses are contract', () => {
  const { stack, make } = wired({ jwt }, true);
  make('gitlab');
  expect(addresses(synthesised(stack))).toEqual([
    'aws_apigatewayv2_api.api_C8550315',
    'aws_apigatewayv2_authorizer.api_Authorizer_BD0C6B77',
    'aws_apigatewayv2_integration.tools_2755DCAD',
    'aws_apigatewayv2_route.gitlab_Delete_FE229F12',
    'aws_apigatewayv2_route.gitlab_Get_84DF7C89',
    'aws_apigatewayv2_route.gitlab_Health_4DDE9F35',
    'aws_apigatewayv2_route.gitlab_Metadata_83180EBE',
    'aws_apigatewayv2_route.gitlab_Post_E7123AAB',
    'aws_apigatewayv2_stage.api_Stage_ADE3C8B9',
    'aws_cloudwatch_log_group.api_AccessLogs_4A966A4F',
    'aws_lambda_permission.tools_Permission_E09F396E',
  ]);
});
