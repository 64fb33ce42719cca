import { didYouMean, isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import { waitMilliseconds } from './function-integration';
import type { LambdaRestApiProps } from './lambda-rest-api';
import { checkThrottle } from './rest-api-checks';
import { checkInstance } from './server-paths';

/**
 * Checks how functions and servers fit together, and with a REST API; the parts check themselves.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkLambdaRestApi(path: string, { functions, servers }: LambdaRestApiProps): void {
  const checks = new PropChecks(path);
  checks.must(Object.keys(servers).length > 0, {
    prop: 'servers',
    value: servers,
    rule: 'a front door has at least one server',
    fix: 'name a server, or leave the API out',
  });
  for (const [instance, server] of Object.entries(servers)) {
    checkInstance(checks, `servers.${instance}`, instance);
    checks.must(Object.hasOwn(functions, server.function), {
      prop: `servers.${instance}.function`,
      value: server.function,
      rule: 'a server runs on one of the functions',
      fix: didYouMean(server.function, Object.keys(functions)),
    });
    if (server.throttle) checkThrottle(checks, `servers.${instance}.throttle`, server.throttle);
  }
  checkFunctions(checks, functions, new Set(Object.values(servers).map((server) => server.function)));
  checks.done();
}

function checkFunctions(
  checks: PropChecks,
  functions: LambdaRestApiProps['functions'],
  used: ReadonlySet<string>,
): void {
  for (const [key, { streaming, timeoutSeconds }] of Object.entries(functions)) {
    const prop = `functions.${key}`;
    const longest = waitMilliseconds(streaming) / 1000;
    const { bufferedTimeoutMilliseconds, streamedTimeoutMilliseconds } = limits.restApi;
    const { source } = streaming ? streamedTimeoutMilliseconds : bufferedTimeoutMilliseconds;
    checks
      .must(/^(?!constructor$)[A-Za-z0-9][A-Za-z0-9_-]*$/.test(key), {
        prop,
        value: key,
        rule: 'the key of a function is letters, digits, - and _, begins with a letter or digit, and is not "constructor"',
        fix: 'rename it',
      })
      .must(used.has(key), {
        prop,
        value: key,
        rule: 'a function runs at least one server',
        fix: 'remove it',
      })
      .must(isUnresolved(timeoutSeconds) || timeoutSeconds <= longest, {
        prop: `${prop}.timeoutSeconds`,
        value: timeoutSeconds,
        rule: `a REST API waits ${longest} seconds for a function that ${streaming ? 'streams' : 'does not stream'} [${source}]`,
        fix: streaming ? 'make it shorter' : 'make it shorter, or let the function stream',
      });
  }
}
