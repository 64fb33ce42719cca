import { FleetError, HIDDEN } from '@mcp-fleet/core';

/** One server, as it is reached from here. */
export interface Target {
  /** Its name in the table. */
  readonly name: string;
  /** Its MCP address. */
  readonly address: string;
  /** Answers 200 while the server can serve. */
  readonly health: string;
}

/** What an address is: that of one server, or of a front door with several. */
export type Address =
  | { readonly kind: 'server'; readonly target: Target }
  | { readonly kind: 'front-door'; readonly base: string };

const MCP = '/mcp';

/**
 * Reads an address: one that ends in `/mcp` is a server's, any other a front door's. What stands before the names of
 * servers is kept, such as the stage of an API.
 *
 * @throws FleetError with code `address-invalid`
 */
export function parseAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username || url?.password) {
    throw invalid(HIDDEN, 'an address holds no user and no password', 'put the token into MCP_TOKEN');
  }
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    const example = 'https://mcp.example.com or https://mcp.example.com/gitlab/mcp';
    throw invalid(text, 'this is the address of a front door or of one server', `write it like ${example}`);
  }
  const base = `${url.origin}${url.pathname.replace(/(?:\/health)?\/*$/, '')}`;
  if (!base.endsWith(MCP)) return { kind: 'front-door', base };
  const before = base.slice(0, -MCP.length);
  const path = before.slice(url.origin.length);
  return { kind: 'server', target: target(path.slice(path.lastIndexOf('/') + 1) || url.host, before) };
}

/** A server of a front door. */
export function serverOf(base: string, name: string): Target {
  return target(name, `${base}/${name}`);
}

/** A server by its MCP address. */
export function serverAt(name: string, address: string): Target {
  return target(name, address.endsWith(MCP) ? address.slice(0, -MCP.length) : address);
}

function target(name: string, before: string): Target {
  return { name, address: `${before}${MCP}`, health: `${before}/health` };
}

function invalid(value: unknown, rule: string, fix: string): FleetError {
  return new FleetError({ code: 'address-invalid', path: 'address', value, rule, fix });
}
