const fields = {
  requestId: 'requestId',
  extendedRequestId: 'extendedRequestId',
  time: 'requestTime',
  sourceIp: 'identity.sourceIp',
  method: 'httpMethod',
  resource: 'resourcePath',
  status: 'status',
  responseBytes: 'responseLength',
  responseLatency: 'responseLatency',
  integrationLatency: 'integrationLatency',
  integrationStatus: 'integration.status',
  integrationError: 'integrationErrorMessage',
  errorType: 'error.responseType',
};

/**
 * One JSON line a request: who, which resource, how it went and where time was spent. No headers, bodies or queries:
 * tokens and what users ask about are in those.
 */
export const accessLogFormat = JSON.stringify(
  Object.fromEntries(Object.entries(fields).map(([name, variable]) => [name, `$context.${variable}`])),
);

/** The log group of an API, under the prefix whose groups share one statement of the account's log resource policy. */
export function accessLogGroupName(api: string): string {
  return `/aws/vendedlogs/apigateway/${api}`;
}
