import type { PropChecks } from '@mcp-fleet/core';

/** From when on something is wrong. Whom an alarm tells is another question: see {@link AlarmActions}. */
export interface AlarmPolicy {
  /** Requests in percent that may fail in the router: server not reached, or its answer a 5xx. @default 5 */
  readonly errorPercent?: number;
  /** Answers of the edge in percent that may be 5xx. @default 5 */
  readonly edgeErrorPercent?: number;
  /** Requests in percent that may end in a JSON-RPC error, which is HTTP 200. @default 20 */
  readonly jsonRpcErrorPercent?: number;
  /** Time of the slowest 5 % of requests, in percent of the time limit. @default 80 */
  readonly latencyPercent?: number;
  /** Use of concurrency, or of CPU and memory, in percent. @default 80 */
  readonly saturationPercent?: number;
  /** Requests in a minute below which their errors are no rate. @default 1 */
  readonly minimumRequests?: number;
  /** Requests in a minute that may be turned away for being too many. @default 0 */
  readonly throttles?: number;
  /** Restarts of the server's process in 5 minutes. @default 2 */
  readonly restarts?: number;
  /** Requests in 5 minutes that may come without valid access. @default 20 */
  readonly authFailures?: number;
  /** Tasks that must be healthy. @default 1 */
  readonly healthyTasks?: number;
}

/** The default of every threshold. */
export const defaultPolicy: Required<AlarmPolicy> = {
  errorPercent: 5,
  edgeErrorPercent: 5,
  jsonRpcErrorPercent: 20,
  latencyPercent: 80,
  saturationPercent: 80,
  minimumRequests: 1,
  throttles: 0,
  restarts: 2,
  authFailures: 20,
  healthyTasks: 1,
};

/** A policy with the defaults of what it does not say. */
export function withDefaults(policy: AlarmPolicy = {}): Required<AlarmPolicy> {
  const said = Object.entries(policy).filter(([, value]) => value !== undefined);
  return { ...defaultPolicy, ...Object.fromEntries(said) };
}

/** Adds what is wrong with a policy. */
export function checkPolicy(checks: PropChecks, policy: AlarmPolicy): void {
  for (const [key, value] of Object.entries(policy) as [keyof AlarmPolicy, number | undefined][]) {
    if (value === undefined) continue;
    const percent = key.endsWith('Percent');
    const from = key === 'minimumRequests' || key === 'healthyTasks' ? 1 : 0;
    const fits = percent ? value > 0 && value < 100 : Number.isInteger(value) && value >= from;
    checks.must(fits, {
      prop: `policy.${key}`,
      value,
      rule: percent
        ? 'a threshold in percent is more than 0 and less than 100: the alarm fires above it'
        : `a threshold that counts is a whole number of ${from} or more`,
      fix: `leave it out for ${defaultPolicy[key]}, or use such a number`,
    });
  }
}
