import { drainSeconds, limits, stopTimeoutSeconds, stopping } from '@mcp-fleet/core';

/** Of the router's servers: internal/child of the router kills them after it. */
const GRACE_SECONDS = 5;

test.each([
  ['on-demand', 30, 23],
  ['spot', 120, 113],
  ['mixed', 120, 113],
] as const)('tasks %s are killed after %i seconds, and calls cut after %i', (capacity, stop, drain) => {
  expect(stopTimeoutSeconds(capacity)).toBe(stop);
  expect(drainSeconds(stop)).toBe(drain);
  expect(drain + stopping.marginSeconds).toBeLessThanOrEqual(stop);
  expect(stop).toBeLessThanOrEqual(limits.ecs.stopTimeoutSeconds.max);
});

test('servers end within the margin, and the shortest stop leaves time to what is accepted last', () => {
  expect(stopping.marginSeconds).toBeGreaterThan(GRACE_SECONDS);
  expect(drainSeconds(stopping.leastSeconds)).toBeGreaterThan(stopping.acceptSeconds);
});
