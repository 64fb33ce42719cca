import { errorPercent, withZeros } from '@mcp-fleet/core';

test('a share of requests, where there are enough', () => {
  expect(errorPercent({ errors: 'errors', minimumRequests: 3 })).toBe(
    'IF(requests >= 3, 100 * errors / requests, 0)',
  );
  expect(errorPercent({ errors: 'e', requests: 'all', minimumRequests: 1 })).toBe(
    'IF(all >= 1, 100 * e / all, 0)',
  );
});

test('minutes without a value are zeros; a sum stays one in what is made of it', () => {
  expect(withZeros('errors')).toBe('FILL(errors, 0)');
  expect(withZeros('errors', 'unreached')).toBe('(FILL(errors, 0) + FILL(unreached, 0))');
});
