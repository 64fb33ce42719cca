import type { ErrorCode } from '@mcp-fleet/core';
import { FleetError } from '@mcp-fleet/core';
import { type Connection, HttpStatus, foreign } from './http';

interface Explanation {
  readonly code: ErrorCode;
  readonly rule: string;
  readonly fix: string;
}

/** What went wrong at an address, in words that say what to do. */
export function explain(error: unknown, address: string, connection: Connection): FleetError {
  if (error instanceof FleetError) return error;
  const status = statusOf(error);
  const cause = codesOf(error);
  const explanation =
    (status === undefined ? byCause(cause, address) : byStatus(status, connection)) ??
    misbehaviour(connection);
  return new FleetError({ ...explanation, path: address, value: got(error, status, cause, connection) });
}

function byStatus(status: number, { token, tokenVariable }: Connection): Explanation | undefined {
  switch (status) {
    case 401:
      return {
        code: 'access-denied',
        rule: 'the front door lets in who sends one of its tokens',
        fix: token
          ? `${tokenVariable} holds another one: take it from the secret mcp/<environment>/access, or from the issuer where access is jwt`
          : `put a token into the variable ${tokenVariable}`,
      };
    case 403:
      return {
        code: 'access-denied',
        rule: 'the caller may use this server, and this address exists',
        fix: 'check the address, the scopes of the token, and firewalls: a REST API says 403 of a path that it does not know',
      };
    case 404:
    case 405:
      return {
        code: 'server-not-found',
        rule: 'a server that is enabled answers at <front door>/<server>/mcp',
        fix: 'check the name against the servers of the deployment (nx run <environment>:outputs), and deploy it',
      };
    case 429:
      return { code: 'server-down', rule: 'the edge lets this call through', fix: 'try again in a minute' };
    default:
      if (status >= 300 && status < 400) {
        return {
          code: 'address-invalid',
          rule: 'an MCP address answers itself, without a redirect',
          fix: 'use the address that it redirects to, https in most cases',
        };
      }
      return status >= 500
        ? {
            code: 'server-down',
            rule: 'the server runs and its front door can reach it',
            fix: 'look at its /health and its logs; after a deployment it may still be starting',
          }
        : undefined;
  }
}

const UNKNOWN_HOST = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA'];
const NOBODY_THERE = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];
const SILENCE = ['TimeoutError', 'AbortError', 'ETIMEDOUT', 'REQUEST_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];
const BROKEN = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT'];
const TLS = /^(?:ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|UNABLE_TO_|HOSTNAME_MISMATCH)|SELF_SIGNED/;

function byCause(codes: readonly string[], address: string): Explanation | undefined {
  const { hostname, host } = new URL(address);
  const is = (known: readonly string[]) => codes.some((code) => known.includes(code));
  const unreachable = (rule: string, fix: string): Explanation => ({
    code: 'address-unreachable',
    rule,
    fix,
  });
  if (is(UNKNOWN_HOST)) {
    const fix = 'check the name; a record that was just made takes minutes, a private zone needs its network';
    return unreachable(`the name ${hostname} leads to an address`, fix);
  }
  if (codes.some((code) => TLS.test(code))) {
    const fix =
      'check http or https, the name in the certificate and its dates; a company proxy needs NODE_EXTRA_CA_CERTS';
    return unreachable('the connection is encrypted with a certificate that this computer trusts', fix);
  }
  if (is(NOBODY_THERE)) {
    const fix = 'start the server, or check port and network: an internal load balancer answers inside only';
    return unreachable(`somebody listens at ${host}`, fix);
  }
  if (is(SILENCE)) {
    const fix =
      'check security groups and routes; wait longer with --timeout-seconds where a function starts cold';
    return unreachable('an answer comes in time', fix);
  }
  if (is(BROKEN)) return unreachable('the connection stays open until the answer', 'try again; see the logs');
  return undefined;
}

function misbehaviour({ tokenVariable }: Connection): Explanation {
  return {
    code: 'server-misbehaves',
    rule: 'an MCP server answers initialize or server/discover, tools/list and tools/call',
    fix: `check that an MCP server is at this address, and its logs; ${tokenVariable} is not the cause`,
  };
}

function got(
  error: unknown,
  status: number | undefined,
  codes: readonly string[],
  connection: Connection,
): string {
  const text = error instanceof HttpStatus ? error.text : (dataText(error) ?? message(error));
  const said = foreign(jsonRpcMessage(text) ?? text, connection);
  if (status !== undefined) return said ? `HTTP ${status}: ${said}` : `HTTP ${status}`;
  const code = codes.find((one) => /^[A-Z][A-Z0-9_]+$/.test(one));
  return code && !said.includes(code) ? `${code}: ${said}` : said;
}

/** Every refusal of a router carries a JSON-RPC error; API Gateway has a message of its own. */
function jsonRpcMessage(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { error?: { message?: unknown }; message?: unknown; reason?: unknown };
    const found = body.error?.message ?? body.message ?? body.reason;
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}

function statusOf(error: unknown): number | undefined {
  const status = field(error, 'status');
  return typeof status === 'number' ? status : undefined;
}

function dataText(error: unknown): string | undefined {
  const text = field(field(error, 'data'), 'text');
  return typeof text === 'string' ? text : undefined;
}

/** An error and what caused it, the outermost first. Those of `fetch` may come from another realm: no instanceof. */
function chain(error: unknown): unknown[] {
  const errors: unknown[] = [];
  for (let at = error; typeof at === 'object' && at !== null && errors.length < 5; at = field(at, 'cause')) {
    errors.push(at);
  }
  return errors;
}

/** Names and codes of an error and of what caused it. */
function codesOf(error: unknown): string[] {
  return chain(error).flatMap((at) =>
    [field(at, 'name'), field(at, 'code')].filter((code) => typeof code === 'string'),
  );
}

/** `fetch failed` says nothing; its cause does. */
function message(error: unknown): string {
  const messages = chain(error).map((at) => field(at, 'message'));
  return String(messages.filter(Boolean).at(-1) ?? error);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
