import type { ServedInstance, Throttle } from '@mcp-fleet/refs';
import { checkFrontDoor } from './front-door';
import type { Limit } from './limit';
import type { PropChecks } from './props';
import { withoutQuota } from './quota';
import { mapRecord } from './records';

/** Limits of the throttle of an API. */
export interface ThrottleLimits {
  /** Limit of the average number of requests in a second. */
  readonly throttleRequestsPerSecond: Limit;
  /** Limit of the number of requests at one moment. */
  readonly throttleBurst: Limit;
}

/** An API with the Lambda functions behind it. */
export interface ServedFunctions<Fn> {
  /** The functions, by keys that are in Terraform addresses. */
  readonly functions: Readonly<Record<string, Fn>>;
  /** The instances, by their public names. */
  readonly servers: Readonly<Record<string, ServedInstance>>;
  /** Limits of the throttles of instances. */
  readonly throttles: ThrottleLimits;
  /** Checks a function further. */
  readonly eachFunction: (prop: string, fn: Fn) => void;
}

/** Adds what is wrong between the instances of an API and the functions that run them. */
export function checkServedFunctions<Fn>(checks: PropChecks, api: ServedFunctions<Fn>): void {
  const { functions, servers, throttles, eachFunction } = api;
  checkFrontDoor(checks, {
    words: { one: 'function', all: 'functions', where: 'on', door: 'API' },
    servers: mapRecord(servers, (server) => server.function),
    runners: functions,
    eachServer: (prop, instance) => {
      const throttle = servers[instance]?.throttle;
      if (throttle) checkThrottle(checks, `${prop}.throttle`, throttle, throttles);
    },
    eachRunner: eachFunction,
  });
}

/** Adds a throttle that lets nothing through. How much it may let through is a quota, which only the account knows. */
export function checkThrottle(
  checks: PropChecks,
  prop: string,
  { requestsPerSecond, burst }: Throttle,
  { throttleRequestsPerSecond, throttleBurst }: ThrottleLimits,
): void {
  checks
    .within(`${prop}.requestsPerSecond`, withoutQuota(throttleRequestsPerSecond), requestsPerSecond)
    .within(`${prop}.burst`, withoutQuota(throttleBurst), burst);
}
