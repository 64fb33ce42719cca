/** An answer that API Gateway gives itself, in the words of its OpenAPI extension. */
export interface GatewayResponse {
  /** HTTP status. @default - that of API Gateway */
  readonly statusCode?: number;
  /** Headers, by `gatewayresponse.header.<name>`. @default - none */
  readonly responseParameters?: Readonly<Record<string, string>>;
  /** Body, by media type. */
  readonly responseTemplates: Readonly<Record<'application/json', string>>;
}

/** Codes of JSON-RPC, as the router gives them for the same thing. */
const INVALID_REQUEST = -32600;
const INTERNAL = -32603;
const SERVER = -32000;
const UNAUTHORIZED = -32001;

/** What pages may read of an answer: why it was refused, where to get a token, and when to come back. */
const EXPOSED = 'WWW-Authenticate, Retry-After, x-amzn-RequestId';

/**
 * The answers of the API itself as JSON-RPC errors, which is what clients of MCP read. What no path or method matches is
 * 404: API Gateway takes it for a request without a signature and would say 403. The others keep their status.
 */
export function gatewayResponses(origins: readonly string[]): Readonly<Record<string, GatewayResponse>> {
  const response = (code: number, text: string, status?: number, headers: Record<string, string> = {}) => ({
    statusCode: status,
    responseParameters: parameters({ ...headers, ...corsHeaders(origins) }),
    responseTemplates: { 'application/json': error(code, text) },
  });
  const theirs = '$context.error.messageString';
  return {
    ACCESS_DENIED: response(INVALID_REQUEST, '"access is denied"', 403),
    DEFAULT_4XX: response(INVALID_REQUEST, theirs),
    DEFAULT_5XX: response(INTERNAL, theirs),
    INTEGRATION_TIMEOUT: response(INTERNAL, '"the server took longer than the API waits"', 504),
    MISSING_AUTHENTICATION_TOKEN: response(
      INVALID_REQUEST,
      '"there is nothing at this path for this method; MCP is at /<instance>/mcp"',
      404,
    ),
    REQUEST_TOO_LARGE: response(INVALID_REQUEST, '"the request is larger than the API takes"', 413),
    THROTTLED: response(SERVER, '"too many requests; try again"', 429, { 'Retry-After': '1' }),
    UNAUTHORIZED: response(UNAUTHORIZED, '"a token is needed"', 401, { 'WWW-Authenticate': 'Bearer' }),
  };
}

/** A JSON-RPC error without a request's id, which API Gateway has not read. The message is JSON already. */
function error(code: number, message: string): string {
  return `{"jsonrpc":"2.0","id":null,"error":{"code":${code},"message":${message}}}`;
}

/**
 * A header here is fixed text, so it can name one origin or all. All it is where several are allowed: these answers hold
 * nothing of a server, and cookies are never allowed. Answers of servers have exactly the origin that asked: the router
 * writes those.
 */
function corsHeaders(origins: readonly string[]): Record<string, string> {
  const [only, ...others] = origins;
  if (only === undefined) return {};
  return {
    'Access-Control-Allow-Origin': others.length === 0 ? only : '*',
    'Access-Control-Expose-Headers': EXPOSED,
  };
}

function parameters(headers: Record<string, string>): Record<string, string> | undefined {
  const entries = Object.entries(headers).map(([name, value]) => [
    `gatewayresponse.header.${name}`,
    `'${value}'`,
  ]);
  return entries.length > 0 ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
}
