import { SHORTEST_TOKEN_BYTES, isAccessToken } from '@mcp-fleet/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

test('the router has the same shortest token', () => {
  const source = readFileSync(join(__dirname, '../../../apps/router/internal/front/access.go'), 'utf8');
  expect(source).toContain(`if len(token) < ${SHORTEST_TOKEN_BYTES} || strings.TrimSpace(token) != token {`);
});

test.each([
  ['0123456789abcdef', true],
  ['0123456789abcde', false],
  // The router counts bytes, and this has 16.
  ['0123456789abcdé', true],
  [' 0123456789abcdef', false],
  [1234567890123456, false],
])('%j is an access token: %s', (value, is) => {
  expect(isAccessToken(value)).toBe(is);
});
