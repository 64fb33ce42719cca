import { limits } from '@mcp-fleet/core';
import type { Instance, PlanContext } from './context';

/** What an HTTP API waits for an answer. */
const EDGE_SECONDS = limits.httpApi.integrationTimeoutMilliseconds.max / 1000;

/** A second below what the edge waits, so that the router's answer still arrives. */
export const DEFAULT_TIMEOUT_SECONDS = EDGE_SECONDS - 1;

/** The longest answer of an instance. */
export function timeoutSeconds({ input }: Instance): number {
  return input.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
}

/** Reports timeouts that the edge does not wait for, and servers whose calls may take longer than it does. */
export function checkTimeouts(context: PlanContext, instance: Instance): void {
  const { input, server, path } = instance;
  if (input.timeoutSeconds !== undefined && input.timeoutSeconds > DEFAULT_TIMEOUT_SECONDS) {
    context.report({
      code: 'timeout-too-long',
      path: `${path}.timeoutSeconds`,
      value: input.timeoutSeconds,
      rule: `behind an HTTP API an answer takes at most ${DEFAULT_TIMEOUT_SECONDS} seconds, one less than the edge waits [${limits.httpApi.integrationTimeoutMilliseconds.source}]`,
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
