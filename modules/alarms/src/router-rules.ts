import type { AlarmPolicy } from './alarm-policy';
import type { AlarmRule } from './alarm-rule';
import { routerMetric, type RouterMetric, type RouterSource } from './router-metrics';
import { happened, rate, slow, throttled } from './rule-shapes';

/** Alarms on the metrics that the router reports for one instance, on any target. */
export function routerRules(
  router: RouterSource,
  timeLimitSeconds: number,
  policy: Required<AlarmPolicy>,
): Readonly<Record<RouterKind, AlarmRule>> {
  const sum = (metric: RouterMetric) => routerMetric(router, metric, 'Sum');
  const { errorPercent, jsonRpcErrorPercent, latencyPercent, minimumRequests } = policy;
  const limitMs = Math.round(timeLimitSeconds * 10 * latencyPercent);
  return {
    errors: rate({
      description: `More than ${errorPercent} % of requests fail: the server is not reached, or answers with a 5xx.`,
      metrics: { requests: sum('requests'), transport: sum('transport'), http5xx: sum('http5xx') },
      threshold: errorPercent,
      minimumRequests,
      page: true,
      errors: '(transport + http5xx)',
    }),
    'json-rpc': rate({
      description: `More than ${jsonRpcErrorPercent} % of requests end in a JSON-RPC error, which is HTTP 200.`,
      metrics: { requests: sum('requests'), errors: sum('jsonRpc') },
      threshold: jsonRpcErrorPercent,
      minimumRequests,
      page: false,
      errors: 'errors',
    }),
    latency: slow(
      `The slowest 5 % of requests take more than ${limitMs} ms, ${latencyPercent} % of the time limit.`,
      sum('requests'),
      routerMetric(router, 'latency', 'p95'),
      limitMs,
    ),
    throttles: throttled('The router', sum('throttled'), policy.throttles),
    restarts: happened(
      `The server's process was started again more than ${policy.restarts} times in 5 minutes.`,
      sum('restarts'),
      policy.restarts,
      false,
    ),
    'circuit-open': happened(
      'The router stopped calling the server, which failed time after time.',
      sum('circuitOpens'),
      0,
      true,
    ),
    secrets: happened(
      'Secrets of the server could not be read, or lacked what it needs.',
      sum('secrets'),
      0,
      false,
    ),
    'auth-failures': happened(
      `More than ${policy.authFailures} requests in 5 minutes had no valid access.`,
      sum('auth'),
      policy.authFailures,
      false,
    ),
  };
}

/** What the router counts for each instance, so that no two instances share it. */
export type RouterKind =
  'errors' | 'json-rpc' | 'latency' | 'throttles' | 'restarts' | 'circuit-open' | 'secrets' | 'auth-failures';
