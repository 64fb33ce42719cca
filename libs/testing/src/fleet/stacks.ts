import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Block = Readonly<Record<string, unknown>>;

/** The parts of a stack's JSON that tests read. */
export interface StackJson {
  /** Resources by type and id. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  /** Data sources by type and id. @default - none */
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  /** Outputs by name. */
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
}

/** The stacks that a synthesis wrote into a folder, by name, in the order of the names. */
export function readStacks(outdir: string, names: readonly string[]): Readonly<Record<string, StackJson>> {
  const read = (stack: string) => readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  return Object.fromEntries(names.map((name) => [name, JSON.parse(read(name)) as StackJson]));
}

/** The resources of a type, by their Terraform ids. */
export function resources({ resource }: StackJson, type: string): Readonly<Record<string, Block>> {
  return resource[type] ?? {};
}
