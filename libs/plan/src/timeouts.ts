import { limits } from '@mcp-fleet/core';
import type { Instance, PlanContext } from './context';

/** What an HTTP API waits for an answer. */
const EDGE_SECONDS = limits.httpApi.integrationTimeoutMilliseconds.max / 1000;

/** Longest timeout of a function: a second below what the edge waits, so that the edge never ends a call first. */
const LONGEST_FUNCTION_SECONDS = EDGE_SECONDS - 1;

/** Longest answer of an instance: a second below the function's, so that the router still says what happened. */
export const DEFAULT_TIMEOUT_SECONDS = LONGEST_FUNCTION_SECONDS - 1;

/** A function never has less: a start that took too long is repeated within the first call. */
const SHORTEST_FUNCTION_SECONDS = 15;

/** The longest answer of an instance. */
export function timeoutSeconds({ input }: Instance): number {
  return input.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
}

/** A second more than the slowest of its instances. */
export function functionTimeoutSeconds(instances: readonly Instance[]): number {
  const slowest = Math.max(...instances.map(timeoutSeconds), 0);
  return Math.min(Math.max(slowest + 1, SHORTEST_FUNCTION_SECONDS), LONGEST_FUNCTION_SECONDS);
}

/** Reports timeouts that the edge does not wait for, and servers whose calls may take longer than it does. */
export function checkTimeouts(context: PlanContext, instance: Instance): void {
  const { input, server, path } = instance;
  if (input.timeoutSeconds !== undefined && input.timeoutSeconds > DEFAULT_TIMEOUT_SECONDS) {
    context.report({
      code: 'timeout-too-long',
      path: `${path}.timeoutSeconds`,
      value: input.timeoutSeconds,
      rule: `behind an HTTP API an answer takes at most ${DEFAULT_TIMEOUT_SECONDS} seconds, two less than the edge waits: one for the function and one for its router [${limits.httpApi.integrationTimeoutMilliseconds.source}]`,
      fix: `write ${DEFAULT_TIMEOUT_SECONDS} or less; edge rest-api and target fargate, which wait longer, come with a later version`,
    });
  }
  const slowest = server.runtime.slowestCallSeconds;
  if (slowest !== undefined && slowest > EDGE_SECONDS) {
    context.report({
      code: 'slow-server',
      path,
      value: `${server.key}: up to ${slowest} seconds`,
      rule: `an HTTP API waits ${EDGE_SECONDS} seconds [${limits.httpApi.integrationTimeoutMilliseconds.source}]; slower calls of this server would end with 504`,
      fix: "put it behind an edge that streams (rest-api, or target fargate, both in a later version), or accept it: acknowledge: { 'slow-server': '<reason>' }",
    });
  }
}
