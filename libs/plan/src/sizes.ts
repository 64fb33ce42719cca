import type { Limit } from '@mcp-fleet/core';
import { violation } from '@mcp-fleet/core';
import type { Instance, PlanContext } from './context';

/** Memory of a function with one Go server, and what a server is taken to need unless its manifest says otherwise. */
const ONE_SERVER_MIB = 256;
/** Memory by the number of servers that share a function. */
const SHARED_MIB: readonly { readonly upTo: number; readonly memoryMiB: number }[] = [
  { upTo: 1, memoryMiB: 256 },
  { upTo: 3, memoryMiB: 512 },
  { upTo: 5, memoryMiB: 1024 },
];
/** A runtime such as Node or Python is larger than a Go program; AWS Labs' Python servers ask for 1,024. */
const BY_SOURCE = { go: ONE_SERVER_MIB, oci: ONE_SERVER_MIB, npm: 512, pypi: 1024 } as const;

/** Memory of an instance on its own: as written, as its manifest says, or by the kind of its program. */
export function memoryMiB({ input, server }: Instance): number {
  const byKind = server.source ? BY_SOURCE[server.source.kind] : ONE_SERVER_MIB;
  return input.size?.memoryMiB ?? server.runtime.memoryMiB ?? byKind;
}

/** Room that instances need together in one /tmp, as written or as their manifests say: 0 where nobody says. */
export function storageMiB(instances: readonly Instance[]): number {
  return instances.reduce(
    (sum, { input, server }) =>
      sum + (input.size?.ephemeralStorageMiB ?? server.runtime.ephemeralStorageMiB ?? 0),
    0,
  );
}

/**
 * Memory of a function that instances share: by their number (256 for one, 512 for two or three, 1,024 for four or
 * five, then 1,024 for each further five), and on top what single instances need beyond one small server's 256.
 */
export function functionMemoryMiB(instances: readonly Instance[]): number {
  const count = instances.length;
  const step = SHARED_MIB.find(({ upTo }) => count <= upTo);
  const base = step ? step.memoryMiB : 1024 * Math.ceil(count / 5);
  return (
    base + instances.reduce((sum, instance) => sum + Math.max(0, memoryMiB(instance) - ONE_SERVER_MIB), 0)
  );
}

/** Reports a size that a limit does not allow. */
export function reportSize(
  context: PlanContext,
  path: string,
  value: number | undefined,
  limit: Limit,
  fix = path.endsWith('.servers')
    ? 'split the deployment, or make its instances smaller'
    : 'use a value within it',
): void {
  const rule = value === undefined ? undefined : violation(limit, value);
  if (rule === undefined) return;
  const got = path.endsWith('.servers') ? `${value} MiB in all` : value;
  context.report({ code: 'limit-exceeded', path, value: got, rule, fix });
}

/** What a file writes has to be within the limit; of what a manifest asks for, only too much is wrong. */
export function checkNeed(
  context: PlanContext,
  { input, server, path }: Instance,
  key: 'memoryMiB' | 'ephemeralStorageMiB',
  limit: Limit,
): void {
  const at = `${path}.size.${key}`;
  const written = input.size?.[key];
  const needed = server.runtime[key];
  if (written !== undefined || needed === undefined || needed < (limit.min ?? 0)) {
    reportSize(context, at, written, limit);
    return;
  }
  const fix = `write a value within it: without one, it is what the deployment.json of ${server.key} says`;
  reportSize(context, at, needed, limit, fix);
}
