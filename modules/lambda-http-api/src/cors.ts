import type { Apigatewayv2ApiCorsConfiguration } from '@cdktf/provider-aws/lib/apigatewayv2-api';

/** What browsers may send: MCP with sessions (up to 2025-11-25) and without (2026-07-28). API Gateway takes no `mcp-*`. */
const requestHeaders = [
  'content-type',
  'accept',
  'authorization',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'mcp-session-id',
  'last-event-id',
];

/** What scripts may read of an answer: the session, and where to get a token. */
const responseHeaders = ['mcp-session-id', 'mcp-protocol-version', 'www-authenticate'];

/** CORS for the origins; none without any. Cookies are never allowed: tokens travel in a header. */
export function corsConfiguration(
  origins: readonly string[],
  moreHeaders: readonly string[],
  maxAge: number,
): Apigatewayv2ApiCorsConfiguration | undefined {
  if (origins.length === 0) return undefined;
  return {
    allowOrigins: [...origins],
    allowMethods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
    allowHeaders: [...requestHeaders, ...moreHeaders],
    exposeHeaders: responseHeaders,
    maxAge,
  };
}
