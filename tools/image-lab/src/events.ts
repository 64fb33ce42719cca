import { headers } from './mcp';

/** What a client sends, before an API Gateway makes an event of it. */
export interface Call {
  readonly path: string;
  readonly body: string;
  readonly token?: string;
}

const HOST = 'abc123.execute-api.us-east-1.amazonaws.com';
const ACCOUNT = '111122223333';
const TIME = { time: '21/Nov/2026:02:00:00 +0000', timeEpoch: 1795226400000 };
const SOURCE = { sourceIp: '203.0.113.7', userAgent: 'image-lab' };

/** The event of an HTTP API, version 2.0. Without cookies there is no key for them: an empty one becomes a header. */
export function httpApiEvent({ path, body, token }: Call): object {
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      ...headers(token),
      host: HOST,
      'x-forwarded-for': SOURCE.sourceIp,
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'abc123',
      domainName: HOST,
      domainPrefix: 'abc123',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', ...SOURCE },
      requestId: 'request-1',
      routeKey: `POST ${path}`,
      stage: '$default',
      ...TIME,
    },
    body,
    isBase64Encoded: false,
  };
}

/** The event of a REST API, version 1.0. */
export function restApiEvent({ path, body, token }: Call): object {
  const single = { ...headers(token), Host: HOST, 'X-Forwarded-For': SOURCE.sourceIp };
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: 'POST',
    headers: single,
    multiValueHeaders: Object.fromEntries(Object.entries(single).map(([name, value]) => [name, [value]])),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'abc123',
      domainName: HOST,
      domainPrefix: 'abc123',
      httpMethod: 'POST',
      identity: SOURCE,
      path,
      protocol: 'HTTP/1.1',
      requestId: 'request-1',
      requestTime: TIME.time,
      requestTimeEpoch: TIME.timeEpoch,
      resourceId: 'proxy',
      resourcePath: '/{proxy+}',
      stage: 'live',
    },
    body,
    isBase64Encoded: false,
  };
}
