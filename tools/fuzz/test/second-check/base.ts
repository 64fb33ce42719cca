import { edge } from './base-edge';
import { workload } from './base-workload';

/** One sound resource of each type that a rule looks at, in two stacks: each case breaks one of them. */
export type Blocks = Record<string, Record<string, Record<string, unknown>>>;

export const base: Blocks = { ...edge, ...workload };
