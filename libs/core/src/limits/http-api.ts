import type { Limit } from '../limit';

/** Amazon API Gateway HTTP APIs (the v2 API with protocol type HTTP). */
export const httpApi = {
  name: { what: 'an HTTP API name', min: 1, max: 128, source: 'API:apigatewayv2.CreateApiRequest' },
  description: {
    what: 'an HTTP API description',
    max: 1024,
    source: 'API:apigatewayv2.CreateApiRequest',
  },
  integrationTimeoutMilliseconds: {
    what: 'the timeout of an HTTP API integration',
    min: 50,
    max: 30_000,
    unit: 'milliseconds',
    source: 'API:apigatewayv2.CreateIntegrationRequest',
  },
  routes: {
    what: 'the number of routes of an HTTP API',
    max: 300,
    source: 'docs:apigateway/http-api-quotas',
    quota: 'httpApiRoutes',
  },
  integrations: {
    what: 'the number of integrations of an HTTP API',
    max: 300,
    source: 'docs:apigateway/http-api-quotas',
  },
  audiences: {
    what: 'the number of audiences of a JWT authorizer',
    min: 1,
    max: 50,
    source: 'docs:apigateway/http-api-quotas',
  },
  scopes: {
    what: 'the number of scopes of a route',
    max: 10,
    source: 'docs:apigateway/http-api-quotas',
  },
  corsMaxAgeSeconds: {
    what: 'the max age of CORS answers',
    min: -1,
    max: 86_400,
    unit: 'seconds',
    source: 'API:apigatewayv2.Cors',
  },
  accessLogFormat: {
    what: 'an access log format',
    min: 1,
    max: 1024,
    pattern: /\$context\.(requestId|extendedRequestId)/,
    patternText: 'with $context.requestId in it',
    source: 'API:apigatewayv2.AccessLogSettings',
  },
  corsOrigin: {
    what: 'an allowed origin',
    pattern: /^(\*|https?:\/\/[^\s/*?#@]+)$/,
    patternText: 'scheme and host (https://app.example.com), or * for any; no path and no part wildcards',
    source: 'docs:apigateway/http-api-cors',
  },
  throttleRequestsPerSecond: {
    what: 'the throttle of an HTTP API',
    min: 1,
    max: 10_000,
    unit: 'requests a second',
    source: 'docs:apigateway/limits',
    quota: 'apiGatewayRequestsPerSecond',
  },
  throttleBurst: {
    what: 'the throttle burst of an HTTP API',
    min: 1,
    max: 5000,
    unit: 'requests',
    source: 'docs:apigateway/limits',
    quota: 'apiGatewayBurst',
  },
} satisfies Record<string, Limit>;
