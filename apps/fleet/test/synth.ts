import { environmentFile, inProject, merge, validEnvironment, validFiles } from '@mcp-fleet/testing/fleet';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { page, synthFleet } from '../src';

export type Block = Readonly<Record<string, unknown>>;

/** What the tests read of a stack's JSON. */
export interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}

/** The stacks of an environment by name, in their order, with the page about them. */
export interface Synthesised {
  readonly stacks: Readonly<Record<string, StackJson>>;
  readonly page: string;
}

/** Synthesises an environment of a folder. */
export function synthIn(root: string, environment: string, outdir: string): Synthesised {
  const result = synthFleet({ root, outdir, environment });
  const read = (stack: string) => readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  return {
    stacks: Object.fromEntries(result.stacks.map((stack) => [stack, JSON.parse(read(stack)) as StackJson])),
    page: page(result),
  };
}

/** Synthesises the valid environment of the cases with a change laid over it. */
export function synthChanged(change: unknown, files: Readonly<Record<string, string>> = {}): Synthesised {
  const file = environmentFile(merge(validEnvironment, change));
  return inProject({ ...validFiles, 'environments/dev/environment.ts': file, ...files }, (root) =>
    synthIn(root, 'dev', join(root, 'out')),
  );
}

/** The resources of a type, by their Terraform ids. */
export function resources({ resource }: StackJson, type: string): Readonly<Record<string, Block>> {
  return resource[type] ?? {};
}
