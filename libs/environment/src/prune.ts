import type { z } from 'zod';
import { standIn } from './stand-ins';

type Path = readonly PropertyKey[];
type Container = Record<PropertyKey, unknown>;

/** How deep a key is that can be left out with all below it: a deployment, or an instance. */
const DEPLOYMENT_DEPTH = 2;
const INSTANCE_DEPTH = 4;
/** A schedule of `scaling.schedules`, which instances of one task share as a whole. */
const SCHEDULE_DEPTH = INSTANCE_DEPTH + 3;

/**
 * A copy without the parts that broke the schema: optional keys go alone, a required one takes what it is required in
 * with it. What is required at the top level cannot go: account, Region and access get a stand-in. The copy may still
 * break the schema, where what is left of a part is less than it needs.
 */
export function withoutBroken(raw: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  const copy = copyOf(raw) as Container;
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') issue.keys.forEach((key) => remove(copy, [...issue.path, key]));
    else if (!standIn(copy, issue)) remove(copy, removable(raw, issue));
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

/** The path itself where a value can be missing there, else what cannot be without it. */
function removable(raw: unknown, { path }: z.core.$ZodIssue): Path {
  const missing = parentOf(raw, path)?.[path.at(-1) ?? ''] === undefined;
  const itself = missing ? path.slice(0, -1) : path;
  if (path[0] !== 'deployments') return itself;
  if (path.length <= DEPLOYMENT_DEPTH) return path;
  // Without it, the name of the instance would be taken for that of a server.
  if (path[INSTANCE_DEPTH] === 'server') return path.slice(0, INSTANCE_DEPTH);
  if (path[SCHEDULE_DEPTH - 2] === 'schedules') return path.slice(0, SCHEDULE_DEPTH);
  if (path.length > INSTANCE_DEPTH) return itself;
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
