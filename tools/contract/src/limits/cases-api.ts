import { FunctionIntegration } from '@mcp-fleet/lambda-http-api';
import { many } from '@mcp-fleet/testing/fleet';
import { at, countOf, environment, letters, made, values, type Resources, type ServiceCases } from './case';
import { fn, httpApi as api, httpDoor, restDoor } from './fixtures';

const HTTP = 'lambda-http-api';
const REST = 'lambda-rest-api';
const API = 'aws_apigatewayv2_api';
const STAGE = 'aws_apigatewayv2_stage';
const SETTINGS = 'aws_api_gateway_method_settings';

/** Instances behind an HTTP API: four routes each, and a function. */
const instances = (count: number, quotas: Record<string, number> = {}): Resources =>
  environment({ quotas, deployments: { tools: { servers: { notes: undefined, ...many(count) } } } });
const rest = (count: number, quotas: Record<string, number> = {}): Resources =>
  environment({
    quotas,
    deployments: { tools: { edge: 'rest-api', servers: { notes: undefined, ...many(count) } } },
  });
const throttled = (limits: object, quotas: Record<string, number> = {}) => environment({ limits, quotas });
const jwt = (change: object) =>
  environment({
    access: { jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'], alsoAt: 'edge', ...change } },
  });
const texts = (count: number) => Array.from({ length: count }, (_, i) => `text-${i}`);
const pathsOf = (all: Resources) =>
  values(all, 'aws_api_gateway_rest_api', 'body').flatMap((body) =>
    [...String(body).matchAll(/"(\/[^"]*)":\{/g)].map(([, path]) => path ?? ''),
  );
/** Paths and what they need above them: each is a resource, as the root is. */
const resourcesIn = (all: Resources) =>
  new Set(
    pathsOf(all).flatMap((path) => path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'))),
  ).size;

export const httpApi: ServiceCases<'httpApi'> = {
  name: {
    cases: [
      {
        by: HTTP,
        make: (name: string) => api({ name }),
        shows: at(API, 'name'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  description: {
    cases: [
      {
        by: HTTP,
        make: (description: string) => api({ description }),
        shows: at(API, 'description'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  integrationTimeoutMilliseconds: {
    cases: [
      {
        by: HTTP,
        make: (timeoutMilliseconds: number) =>
          made(
            (stack) =>
              new FunctionIntegration(stack, 'to', {
                api: { apiId: 'a1', executionArn: 'arn:a1' },
                function: fn,
                timeoutMilliseconds,
              }),
          ),
        shows: at('aws_apigatewayv2_integration', 'timeout_milliseconds'),
      },
      {
        by: 'plan',
        make: (timeoutSeconds: number) =>
          environment({ deployments: { tools: { servers: { notes: { timeoutSeconds } } } } }),
        shows: at('aws_lambda_function', 'timeout', (seconds: number) => seconds + 1),
        bounds: ['max'],
        sizes: { edge: 28, beyond: 29 },
        says: 'at most 28 seconds, two less than the edge waits: one for the function and one for its router [API:apigatewayv2.CreateIntegrationRequest]',
      },
    ],
  },
  routes: {
    cases: [
      {
        by: 'plan',
        make: (routes: number) => instances(routes / 4),
        shows: (all: Resources, routes: number) =>
          countOf('aws_apigatewayv2_route', 'route_key')(all, routes),
        step: 4,
        sizes: { edge: 300, beyond: 304 },
        raised: (routes: number, httpApiRoutes: number) => instances(routes / 4, { httpApiRoutes }),
      },
    ],
  },
  integrations: {
    cases: [
      {
        by: 'plan',
        make: (count: number) => instances(count, { httpApiRoutes: 2000 }),
        shows: countOf('aws_apigatewayv2_integration', 'integration_uri'),
      },
    ],
  },
  audiences: {
    cases: [
      {
        by: HTTP,
        make: (count: number) =>
          api({ jwt: { issuer: 'https://login.example.com/', audiences: texts(count) } }),
        shows: countOf('aws_apigatewayv2_authorizer', 'jwt_configuration.audience'),
      },
      {
        by: 'plan',
        make: (count: number) => jwt({ audiences: texts(count) }),
        shows: countOf('aws_apigatewayv2_authorizer', 'jwt_configuration.audience'),
        bounds: ['max'],
        says: 'at most 50 audiences [docs:apigateway/http-api-quotas]',
      },
    ],
  },
  scopes: {
    cases: [
      {
        by: HTTP,
        make: (count: number) =>
          httpDoor({
            jwt: { issuer: 'https://login.example.com/', audiences: ['mcp'], scopes: texts(count) },
          }),
        shows: (all: Resources, count: number) =>
          new Set(values(all, 'aws_apigatewayv2_route', 'authorization_scopes')).size === count,
      },
      {
        by: 'plan',
        make: (count: number) => jwt({ scopes: texts(count) }),
        shows: (all: Resources, count: number) =>
          new Set(values(all, 'aws_apigatewayv2_route', 'authorization_scopes')).size === count,
        says: 'at most 10 scopes [docs:apigateway/http-api-quotas]',
      },
    ],
  },
  corsMaxAgeSeconds: {
    cases: [
      {
        by: HTTP,
        make: (corsMaxAgeSeconds: number) => api({ allowedOrigins: ['*'], corsMaxAgeSeconds }),
        shows: at(API, 'cors_configuration.max_age'),
      },
    ],
  },
  accessLogFormat: {
    fixed: {
      by: `${HTTP}, ${REST}`,
      make: () => ({ ...httpDoor(), ...restDoor() }),
      values: (all) => [STAGE, 'aws_api_gateway_stage'].flatMap((type) => formatsOf(all, type)),
      beyond: '{"id":"$context.routeKey"}',
    },
  },
  corsOrigin: {
    cases: [
      {
        by: HTTP,
        make: (origin: string) => api({ allowedOrigins: [origin] }),
        shows: at(API, 'cors_configuration.allow_origins'),
        pattern: { good: 'https://app.example.com', bad: 'https://*.example.com' },
        text: true,
      },
      {
        by: REST,
        make: (origin: string) => restDoor({ allowedOrigins: [origin] }),
        shows: (all: Resources, origin: string) => JSON.stringify(all).includes(origin),
        pattern: { good: 'https://app.example.com', bad: 'https://app.example.com/path' },
        text: true,
      },
    ],
  },
  throttleRequestsPerSecond: {
    cases: [
      {
        by: HTTP,
        make: (requestsPerSecond: number) => api({ throttle: { requestsPerSecond, burst: 10 } }),
        shows: at(STAGE, 'default_route_settings.throttling_rate_limit'),
        bounds: ['min'],
        says: 'the throttle of an HTTP API is at least 1 requests a second [docs:apigateway/limits]',
      },
      {
        by: 'plan',
        make: (throttle: number) => throttled({ throttle }),
        shows: at(STAGE, 'default_route_settings.throttling_rate_limit'),
        step: 0.5,
        raised: (throttle: number, apiGatewayRequestsPerSecond: number) =>
          throttled({ throttle }, { apiGatewayRequestsPerSecond }),
      },
    ],
  },
  throttleBurst: {
    cases: [
      {
        by: HTTP,
        make: (burst: number) => api({ throttle: { requestsPerSecond: 10, burst } }),
        shows: at(STAGE, 'default_route_settings.throttling_burst_limit'),
        bounds: ['min'],
        says: 'the throttle burst of an HTTP API is at least 1 requests [docs:apigateway/limits]',
      },
      {
        by: 'plan',
        make: (burst: number) => throttled({ burst }),
        shows: at(STAGE, 'default_route_settings.throttling_burst_limit'),
        bounds: ['max'],
        raised: (burst: number, apiGatewayBurst: number) => throttled({ burst }, { apiGatewayBurst }),
      },
    ],
  },
};

export const restApi: ServiceCases<'restApi'> = {
  name: {
    cases: [
      {
        by: REST,
        make: (name: string) => restDoor({ name }),
        shows: at('aws_api_gateway_rest_api', 'name'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  stageName: {
    fixed: {
      by: REST,
      make: () => restDoor(),
      values: (all) => values(all, 'aws_api_gateway_stage', 'stage_name'),
      beyond: '$default',
    },
  },
  resources: {
    cases: [
      {
        by: 'plan',
        make: (resources: number) => rest((resources - 1) / 3),
        shows: (all: Resources, resources: number) => resourcesIn(all) === resources,
        // The root and three for each instance.
        sizes: { edge: 298, beyond: 301 },
        raised: (resources: number, restApiResources: number) =>
          rest((resources - 1) / 3, { restApiResources }),
      },
    ],
  },
  bufferedTimeoutMilliseconds: {
    cases: [
      {
        by: REST,
        make: (timeout: number) =>
          restDoor({ functions: { gitlab: { ...fn, streaming: false, timeoutSeconds: timeout / 1000 } } }),
        shows: (all: Resources, timeout: number) => timeoutsOf(all).includes(timeout),
        bounds: ['max'],
        step: 1000,
        says: 'a REST API waits 29 seconds for a function that does not stream [docs:apigateway/api-gateway-execution-service-limits-table]',
      },
    ],
    outOfReach: { min: 'the module waits as long as an API can' },
  },
  streamedTimeoutMilliseconds: {
    cases: [
      {
        by: REST,
        make: (timeout: number) =>
          restDoor({ functions: { gitlab: { ...fn, timeoutSeconds: timeout / 1000 } } }),
        shows: (all: Resources, timeout: number) => timeoutsOf(all).includes(timeout),
        bounds: ['max'],
        step: 1000,
        says: 'a REST API waits 900 seconds for a function that streams [docs:apigateway/response-transfer-mode]',
      },
    ],
    outOfReach: { min: 'the module waits as long as an API can' },
  },
  throttleRequestsPerSecond: {
    cases: [
      {
        by: REST,
        make: (requestsPerSecond: number) => restDoor({ throttle: { requestsPerSecond, burst: 10 } }),
        shows: at(SETTINGS, 'settings.throttling_rate_limit'),
      },
    ],
  },
  throttleBurst: {
    cases: [
      {
        by: REST,
        make: (burst: number) => restDoor({ throttle: { requestsPerSecond: 10, burst } }),
        shows: at(SETTINGS, 'settings.throttling_burst_limit'),
      },
    ],
  },
};

function formatsOf(all: Resources, type: string): string[] {
  return Object.values(all[type] ?? {}).map(
    (stage) => (stage['access_log_settings'] as { format: string }).format,
  );
}

function timeoutsOf(all: Resources): number[] {
  const bodies = Object.values(all['aws_api_gateway_rest_api'] ?? {}).map(({ body }) => String(body));
  return bodies.flatMap((body) =>
    [...body.matchAll(/"timeoutInMillis":(\d+)/g)].map(([, text]) => Number(text)),
  );
}
