import type { ServerManifest } from './manifest';

/** Why no image can be made of a server, or why the router could not reach it. */
export type Problem = NonNullable<ServerManifest['problem']>;

export function isProblem<T extends object>(value: T | Problem): value is Problem {
  return 'rule' in value;
}
