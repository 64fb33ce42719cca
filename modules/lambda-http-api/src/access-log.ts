const fields = {
  requestId: 'requestId',
  time: 'requestTime',
  sourceIp: 'identity.sourceIp',
  routeKey: 'routeKey',
  status: 'status',
  responseBytes: 'responseLength',
  responseLatency: 'responseLatency',
  integrationLatency: 'integrationLatency',
  integrationStatus: 'integrationStatus',
  integrationError: 'integrationErrorMessage',
  authorizerError: 'authorizer.error',
  errorType: 'error.responseType',
};

/**
 * One JSON line a request: who, which route, how it went and where time was spent. No headers, bodies, queries or
 * claims: tokens and what users ask about are in those.
 */
export const accessLogFormat = JSON.stringify(
  Object.fromEntries(Object.entries(fields).map(([name, variable]) => [name, `$context.${variable}`])),
);

/**
 * The log group of an API. API Gateway adds a statement for each group to the account's log resource policy, which
 * holds 5,120 characters; groups under this prefix share one statement, however many APIs there are.
 */
export function accessLogGroupName(api: string): string {
  return `/aws/vendedlogs/apigateway/${api}`;
}
