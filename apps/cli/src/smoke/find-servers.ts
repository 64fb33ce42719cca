import { FleetError } from '@mcp-fleet/core';
import { explain } from './explain';
import { type Connection, foreign, get } from './http';
import { type Target, parseAddress, serverOf } from './target';

/**
 * The servers at an address: the one that it names, the given ones of a front door, or all that its router tells of.
 *
 * @throws FleetError with code `address-invalid`, `address-unreachable` or `address-servers-unknown`
 */
export async function findServers(
  text: string,
  names: readonly string[],
  connection: Connection,
): Promise<Target[]> {
  const address = parseAddress(text);
  if (address.kind === 'server') return [address.target];
  const { base } = address;
  if (names.length > 0) return [...new Set(names)].map((name) => serverOf(base, name));
  return (await namesAt(base, connection)).map((name) => serverOf(base, name));
}

/** A router has the sum of all at /health, also where one is down; an edge of AWS does not know its servers. */
async function namesAt(base: string, connection: Connection): Promise<string[]> {
  const health = `${base}/health`;
  let answer;
  try {
    answer = await get(health, connection);
  } catch (error) {
    throw explain(error, health, connection);
  }
  const names = namesIn(answer.body);
  if (names.length > 0) return names.sort();
  throw new FleetError({
    code: 'address-servers-unknown',
    path: health,
    value: `HTTP ${answer.status}: ${foreign(answer.body, connection)}`,
    rule: 'a router lists its servers at /health; the edges of AWS do not know theirs',
    fix: 'name them: --servers gitlab,pagerduty; or verify the whole environment: nx run <environment>:verify',
  });
}

function namesIn(body: string): string[] {
  try {
    const { servers } = JSON.parse(body) as { servers?: unknown };
    return typeof servers === 'object' && servers !== null && !Array.isArray(servers)
      ? Object.keys(servers)
      : [];
  } catch {
    return [];
  }
}
