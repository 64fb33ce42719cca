import type { Limit } from '@mcp-fleet/core';
import type { Bound, LimitCase, Value } from './case';

/** The bounds that a limit has. */
export function boundsOf({ min, max, values, pattern }: Limit): Bound[] {
  return [
    ...(min === undefined ? [] : ['min' as const]),
    ...(max === undefined ? [] : ['max' as const]),
    ...(values === undefined ? [] : ['values' as const]),
    ...(pattern === undefined ? [] : ['pattern' as const]),
  ];
}

/** Whether a case tries a bound. */
export function tries({ bounds, pattern }: LimitCase, bound: Bound): boolean {
  if (bound === 'pattern' && pattern === undefined) return false;
  return bounds === undefined || bounds.includes(bound);
}

/** The last value that keeps a bound, and the first that does not. */
export function valuesOf(limit: Limit, one: LimitCase, bound: Bound): { edge: Value; beyond: Value } {
  const ofSize = one.ofSize ?? ((size: number): Value => size);
  const step = one.step ?? 1;
  if (bound === 'pattern') return { edge: one.pattern?.good ?? '', beyond: one.pattern?.bad ?? '' };
  if (bound === 'values') {
    const choices = limit.values ?? [];
    const other = typeof choices[0] === 'number' ? Math.max(...(choices as number[])) + 1 : 'other';
    return { edge: choices.at(-1) as Value, beyond: other };
  }
  if (bound === 'max' && one.sizes) return { edge: ofSize(one.sizes.edge), beyond: ofSize(one.sizes.beyond) };
  const edge = (bound === 'min' ? limit.min : limit.max) as number;
  return { edge: ofSize(edge), beyond: ofSize(bound === 'min' ? edge - step : edge + step) };
}
