import { checkFrontDoor, isUnresolved, mapRecord, PropChecks } from '@mcp-fleet/core';
import { checkThrottle } from './http-api-checks';
import type { LambdaHttpApiProps } from './lambda-http-api';
import type { LambdaServerProps } from './lambda-server-props';

const LONGEST_CALL_SECONDS = 29;

const WORDS = { one: 'function', all: 'functions', where: 'on', door: 'API' } as const;

/**
 * Checks how functions and servers fit together, and with an HTTP API; the parts check themselves.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkLambdaHttpApi(path: string, { functions, servers }: LambdaHttpApiProps): void {
  const checks = new PropChecks(path);
  const names = new Set<string>();
  checkFrontDoor(checks, {
    words: WORDS,
    servers: mapRecord(servers, (server) => server.function),
    runners: functions,
    eachServer: (prop, instance) => {
      const throttle = servers[instance]?.throttle;
      if (throttle) checkThrottle(checks, `${prop}.throttle`, throttle);
    },
    eachRunner: (prop, settings) => {
      checks.must(!names.has(settings.functionName), {
        prop: `${prop}.functionName`,
        value: settings.functionName,
        rule: 'no two functions of an account and Region have one name',
        fix: 'give it a name of its own',
      });
      names.add(settings.functionName);
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
