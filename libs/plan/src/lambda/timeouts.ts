import { limits } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from '../context';

/** What functions can stand behind. */
export type LambdaEdge = 'http-api' | 'rest-api';

interface EdgeFacts {
  /** As messages call it. */
  readonly name: string;
  /** Seconds that it waits for an answer, or lets one stream. */
  readonly seconds: number;
  readonly source: string;
  /** Longest answer where nothing else is written. @default - as long as the edge lets it be */
  readonly usualSeconds?: number;
  /** What a user can do who needs longer. */
  readonly instead: string;
}

const { integrationTimeoutMilliseconds: http } = limits.httpApi;
const { streamedTimeoutMilliseconds: rest } = limits.restApi;

const EDGES: Readonly<Record<LambdaEdge, EdgeFacts>> = {
  'http-api': {
    name: 'an HTTP API',
    seconds: http.max / 1000,
    source: http.source,
    instead: "edge 'rest-api', or target 'fargate'",
  },
  'rest-api': {
    name: 'a REST API that streams',
    seconds: rest.max / 1000,
    source: rest.source,
    // A function runs on, and is paid for, when its client has gone.
    usualSeconds: 298,
    instead: "target 'fargate'",
  },
};

/** A function never has less: a start that took too long is repeated within the first call. */
const SHORTEST_FUNCTION_SECONDS = 15;

/** The edge of a deployment of functions. */
export function edgeOf({ input }: Deployment): LambdaEdge {
  return input.edge === 'rest-api' ? 'rest-api' : 'http-api';
}

/** Longest timeout of a function: a second below what the edge waits, so that the edge never ends a call first. */
function longestFunctionSeconds(edge: LambdaEdge): number {
  return EDGES[edge].seconds - 1;
}

/** Longest answer that can be asked for: a second below the function's, so that the router still says what happened. */
function longestTimeoutSeconds(edge: LambdaEdge): number {
  return longestFunctionSeconds(edge) - 1;
}

/** Longest answer of an instance that says nothing of it. */
export function defaultTimeoutSeconds(edge: LambdaEdge): number {
  return EDGES[edge].usualSeconds ?? longestTimeoutSeconds(edge);
}

/** A second more than the slowest of its instances. */
export function functionTimeoutSeconds(edge: LambdaEdge, instances: readonly Instance[]): number {
  const usual = defaultTimeoutSeconds(edge);
  const slowest = Math.max(...instances.map(({ input }) => input.timeoutSeconds ?? usual), 0);
  return Math.min(Math.max(slowest + 1, SHORTEST_FUNCTION_SECONDS), longestFunctionSeconds(edge));
}

/** Reports timeouts that the edge does not wait for, and servers whose calls may take longer than it does. */
export function checkTimeouts(context: PlanContext, deployment: Deployment): void {
  const edge = edgeOf(deployment);
  const { name, seconds, source, instead } = EDGES[edge];
  const longest = longestTimeoutSeconds(edge);
  for (const { input, server, path } of deployment.instances) {
    if (input.timeoutSeconds !== undefined && input.timeoutSeconds > longest) {
      context.report({
        code: 'timeout-too-long',
        path: `${path}.timeoutSeconds`,
        value: input.timeoutSeconds,
        rule: `behind ${name} an answer takes at most ${longest} seconds, two less than the edge waits: one for the function and one for its router [${source}]`,
        fix: `write ${longest} or less, or use what waits longer: ${instead}`,
      });
    }
    const slowest = server.runtime.slowestCallSeconds;
    const waits = edge === 'http-api' ? seconds : (input.timeoutSeconds ?? defaultTimeoutSeconds(edge));
    if (slowest !== undefined && slowest > waits) {
      context.report({
        code: 'slow-server',
        path,
        value: `${server.key}: up to ${slowest} seconds`,
        rule: `${name} waits ${waits} seconds [${source}]; slower calls of this server would end with 504`,
        fix: `${waits < longest && edge !== 'http-api' ? 'raise its timeoutSeconds' : `put it behind what waits longer (${instead})`}, or accept it: acknowledge: { 'slow-server': '<reason>' }`,
      });
    }
  }
}
