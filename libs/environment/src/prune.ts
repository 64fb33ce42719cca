import type { z } from 'zod';

type Path = readonly PropertyKey[];
type Container = Record<PropertyKey, unknown>;

/** How deep a key is that can be left out with all below it: a deployment, or an instance. */
const DEPLOYMENT_DEPTH = 2;
const INSTANCE_DEPTH = 4;
/** A schedule of `scaling.schedules`, which instances of one task share as a whole. */
const SCHEDULE_DEPTH = INSTANCE_DEPTH + 3;

/**
 * A copy without the parts that broke the schema: optional keys go alone, a required one takes its instance or its
 * deployment with it. At the top level nothing else can go, so that the copy may still break the schema.
 */
export function withoutBroken(raw: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  const copy = copyOf(raw);
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') issue.keys.forEach((key) => remove(copy, [...issue.path, key]));
    else remove(copy, removable(raw, issue));
  }
  return copy;
}

/** Objects and lists anew, all else as it is: a file may hold functions, which cannot be cloned. */
function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
}

/** Without these there is no deployment. */
const NEEDED: readonly unknown[] = ['target', 'topology', 'servers'];

/** The path itself where a value can be missing there, else the instance or deployment around it. */
function removable(raw: unknown, { path }: z.core.$ZodIssue): Path {
  const missing = parentOf(raw, path)?.[path.at(-1) ?? ''] === undefined;
  if (path[0] !== 'deployments' || path.length <= DEPLOYMENT_DEPTH) return path;
  // Without it, the name of the instance would be taken for that of a server.
  if (path[INSTANCE_DEPTH] === 'server') return path.slice(0, INSTANCE_DEPTH);
  if (path[SCHEDULE_DEPTH - 2] === 'schedules') return path.slice(0, SCHEDULE_DEPTH);
  if (path.length > INSTANCE_DEPTH && !missing) return path;
  if (!NEEDED.includes(path[DEPLOYMENT_DEPTH])) return path.slice(0, DEPLOYMENT_DEPTH + 1);
  return path.slice(0, path.length >= INSTANCE_DEPTH ? INSTANCE_DEPTH : DEPLOYMENT_DEPTH);
}

function remove(root: unknown, path: Path): void {
  const parent = parentOf(root, path);
  if (parent !== undefined) delete parent[path.at(-1) ?? ''];
}

function parentOf(root: unknown, path: Path): Container | undefined {
  let at: unknown = root;
  for (const key of path.slice(0, -1)) at = (at as Container | undefined)?.[key];
  return typeof at === 'object' && at !== null ? (at as Container) : undefined;
}
