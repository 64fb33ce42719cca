import { didYouMean, isUnresolved, PropChecks } from '@mcp-fleet/core';
import { checkThrottle } from './http-api-checks';
import type { LambdaHttpApiProps } from './lambda-http-api';
import type { LambdaServerProps } from './lambda-server-props';
import { checkInstance } from './server-route';

const LONGEST_CALL_SECONDS = 29;

/**
 * Checks how functions and servers fit together, and with an HTTP API; the parts check themselves.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkLambdaHttpApi(path: string, { functions, servers }: LambdaHttpApiProps): void {
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
  functions: LambdaHttpApiProps['functions'],
  used: ReadonlySet<string>,
): void {
  const names = new Set<string>();
  for (const [key, settings] of Object.entries(functions)) {
    const prop = `functions.${key}`;
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
      .must(!names.has(settings.functionName), {
        prop: `${prop}.functionName`,
        value: settings.functionName,
        rule: 'no two functions of an account and Region have one name',
        fix: 'give it a name of its own',
      });
    names.add(settings.functionName);
    checkEdge(checks, prop, settings);
  }
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
