import type { Limit } from './limit';

/** A limit without its maximum, which AWS raises on request: only the account knows it. */
export function withoutQuota(limit: Limit): Limit {
  return { ...limit, max: undefined };
}
