import { checkServedFunctions, isUnresolved, limits, PropChecks, uniqueNames } from '@mcp-fleet/core';
import type { LambdaHttpApiProps } from './lambda-http-api';
import type { LambdaServerProps } from './lambda-server-props';

const LONGEST_CALL_SECONDS = 29;

/**
 * Checks how functions and servers fit together, and with an HTTP API; the parts check themselves.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkLambdaHttpApi(path: string, { functions, servers }: LambdaHttpApiProps): void {
  const checks = new PropChecks(path);
  const unique = uniqueNames(checks);
  checkServedFunctions(checks, {
    functions,
    servers,
    throttles: limits.httpApi,
    eachFunction: (prop, settings) => {
      unique(`${prop}.functionName`, settings.functionName, 'the name of a function');
      checkEdge(checks, prop, settings);
    },
  });
  checks.done();
}

function checkEdge(
  checks: PropChecks,
  prop: string,
  { timeoutSeconds, webAdapter }: LambdaServerProps,
): void {
  checks
    .must(
      timeoutSeconds === undefined || isUnresolved(timeoutSeconds) || timeoutSeconds <= LONGEST_CALL_SECONDS,
      {
        prop: `${prop}.timeoutSeconds`,
        value: timeoutSeconds,
        rule: `behind an HTTP API a function answers within ${LONGEST_CALL_SECONDS} seconds, since the API gives up after 30 [docs:apigateway/http-api-quotas]`,
        fix: 'make it shorter, or use an edge that streams',
      },
    )
    .must(webAdapter?.streaming !== true, {
      prop: `${prop}.webAdapter.streaming`,
      value: webAdapter?.streaming,
      rule: 'an HTTP API does not read streams: clients would get the framing of the adapter in front of each answer',
      fix: 'leave it out, or use an edge that streams',
    });
}
