import type { Limit } from '../limit';

/** Amazon API Gateway REST APIs (the first API), Regional ones. */
export const restApi = {
  name: {
    what: 'a REST API name',
    min: 1,
    // It is a dimension of the metrics; the API itself names no bound.
    max: 255,
    source: 'docs:apigateway/api-gateway-known-issues',
  },
  stageName: {
    what: 'a stage name',
    min: 1,
    max: 128,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternText: 'letters, digits, hyphens and underscores',
    source: 'API:apigateway.CreateStageRequest',
  },
  resources: {
    what: 'the number of resources of a REST API',
    max: 300,
    source: 'docs:apigateway/api-gateway-execution-service-limits-table',
    quota: 'restApiResources',
  },
  bufferedTimeoutMilliseconds: {
    what: 'the timeout of a buffered REST API integration',
    min: 50,
    max: 29_000,
    unit: 'milliseconds',
    source: 'docs:apigateway/api-gateway-execution-service-limits-table',
  },
  streamedTimeoutMilliseconds: {
    what: 'the timeout of a streamed REST API integration',
    min: 50,
    max: 900_000,
    unit: 'milliseconds',
    source: 'docs:apigateway/response-transfer-mode',
  },
  throttleRequestsPerSecond: {
    what: 'the throttle of a REST API',
    min: 1,
    unit: 'requests a second',
    source: 'docs:apigateway/limits',
  },
  throttleBurst: {
    what: 'the throttle burst of a REST API',
    min: 1,
    unit: 'requests',
    source: 'docs:apigateway/limits',
  },
} satisfies Record<string, Limit>;
