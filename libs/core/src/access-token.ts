/** Bytes of the shortest token that a router accepts from callers. */
export const SHORTEST_TOKEN_BYTES = 16;

/** Whether a router accepts a text as an access token: long enough, and without spaces around it. */
export function isAccessToken(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    new TextEncoder().encode(value).length >= SHORTEST_TOKEN_BYTES &&
    value.trim() === value
  );
}
