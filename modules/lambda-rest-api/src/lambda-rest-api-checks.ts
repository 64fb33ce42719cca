import { checkServedFunctions, isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import { waitMilliseconds } from './function-integration';
import type { LambdaRestApiProps } from './lambda-rest-api';

/**
 * Checks how functions and servers fit together, and with a REST API; the parts check themselves.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkLambdaRestApi(path: string, { functions, servers }: LambdaRestApiProps): void {
  const checks = new PropChecks(path);
  checkServedFunctions(checks, {
    functions,
    servers,
    throttles: limits.restApi,
    eachFunction: (prop, { streaming, timeoutSeconds }) => {
      const longest = waitMilliseconds(streaming) / 1000;
      const { bufferedTimeoutMilliseconds, streamedTimeoutMilliseconds } = limits.restApi;
      const { source } = streaming ? streamedTimeoutMilliseconds : bufferedTimeoutMilliseconds;
      checks.must(isUnresolved(timeoutSeconds) || timeoutSeconds <= longest, {
        prop: `${prop}.timeoutSeconds`,
        value: timeoutSeconds,
        rule: `a REST API waits ${longest} seconds for a function that ${streaming ? 'streams' : 'does not stream'} [${source}]`,
        fix: streaming ? 'make it shorter' : 'make it shorter, or let the function stream',
      });
    },
  });
  checks.done();
}
