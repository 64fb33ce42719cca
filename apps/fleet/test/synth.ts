import {
  environmentFile,
  inProject,
  merge,
  readStacks,
  validEnvironment,
  validFiles,
  type StackJson,
} from '@mcp-fleet/testing/fleet';
import { join } from 'node:path';
import { page, synthFleet } from '../src';

export { resources, type Block, type StackJson } from '@mcp-fleet/testing/fleet';

/** The stacks of an environment by name, in their order, with the page about them. */
export interface Synthesised {
  readonly stacks: Readonly<Record<string, StackJson>>;
  readonly page: string;
}

/** Synthesises an environment of a folder. */
export function synthIn(root: string, environment: string, outdir: string): Synthesised {
  const result = synthFleet({ root, outdir, environment });
  return { stacks: readStacks(outdir, result.stacks), page: page(result) };
}

/** Synthesises the valid environment of the cases with a change laid over it. */
export function synthChanged(change: unknown, files: Readonly<Record<string, string>> = {}): Synthesised {
  const file = environmentFile(merge(validEnvironment, change));
  return inProject({ ...validFiles, 'environments/dev/environment.ts': file, ...files }, (root) =>
    synthIn(root, 'dev', join(root, 'out')),
  );
}
