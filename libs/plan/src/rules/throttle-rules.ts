import { limits, violation, withQuotas } from '@mcp-fleet/core';
import type { PlanContext } from '../context';
import { quotaFix } from './quota';

/** Throttles of the environment or of one of its instances, against what API Gateway allows. */
export function checkThrottle(
  context: PlanContext,
  path: string,
  throttle: { throttle?: number | undefined; burst?: number | undefined } | undefined,
): void {
  const pairs = [
    ['throttle', limits.httpApi.throttleRequestsPerSecond],
    ['burst', limits.httpApi.throttleBurst],
  ] as const;
  for (const [key, limit] of pairs) {
    const value = throttle?.[key];
    const raised = withQuotas(limit, context.quotas);
    const rule = value === undefined ? undefined : violation(raised, value);
    if (rule === undefined || value === undefined) continue;
    const tooLow = value < limit.min;
    context.report({
      code: tooLow ? 'limit-exceeded' : 'quota-exceeded',
      path: `${path}.${key}`,
      value,
      rule,
      fix: tooLow ? `write ${limit.min} or more` : quotaFix(limit.quota),
    });
  }
}
