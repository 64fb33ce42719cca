import type { Catalog } from '@mcp-fleet/catalog';
import * as fc from 'fast-check';

/** What ends names at AWS, of ours and of others: a deployment or instance may be called so, or end so. */
export const ENDINGS = [
  'alb',
  'deploying',
  'deployment',
  'edge',
  'errors',
  'execution',
  'failed',
  'flow-log',
  'function',
  'live',
  'load-balancer',
  'lost',
  'page',
  'quiet',
  'refresh',
  'refresh-start',
  'refresh-update',
  'shared',
  'start',
  'task',
  'tasks',
  'unhealthy-hosts',
  'update',
  'vpc',
] as const;

/** `flow-log`, `tools-execution`, `tools-gitlab-task`: what may be the name of something else. */
export function likeOurs(catalog: Catalog): fc.Arbitrary<string> {
  const server = fc.constantFrom(...Object.keys(catalog.servers)).map((it) => `tools-${it}-`);
  const before = fc.oneof(fc.constant(''), fc.constant('tools-'), server);
  return fc.tuple(before, fc.constantFrom(...ENDINGS)).map(([words, ending]) => short(`${words}${ending}`));
}

/** As long as a name may be. */
function short(name: string): string {
  return name.slice(0, 40).replace(/-+$/, '');
}

/** Unique in its environment, mostly: only the first deployment has the names of servers and endings alone. */
export function instanceName(server: string, deployment: string, first: boolean, bits: number): string {
  const ending = ENDINGS[(bits >> 16) % ENDINGS.length] as string;
  const like = (bits >> 13) % 8;
  if (first && like === 0) return ending;
  if (first && like < 3) return short(`${server}-${ending}`);
  return first && bits % 3 > 0 ? server : short(`${server}-${deployment}`);
}
