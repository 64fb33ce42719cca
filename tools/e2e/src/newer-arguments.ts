import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An argument that only a newer AWS provider knows than the one of the run. */
export interface NewerArgument {
  readonly stack: string;
  /** Type of the resource. */
  readonly type: string;
  /** Path in it, with * for every element of a list. */
  readonly argument: string;
  /** Why it is not tested here, and what tests it instead. */
  readonly reason: string;
}

/** What is left out where the provider is older than the pinned one: the written list. */
export const listFile = join(__dirname, 'newer-than-provider.json');
/** Program that takes it out of a stack: `node <script> <cdk.tf.json> <stack> <list>`. */
export const removalScript = join(__dirname, 'remove-newer.cjs');
export const newerArguments = JSON.parse(readFileSync(listFile, 'utf8')) as readonly NewerArgument[];

interface Removal {
  removeNewer(json: unknown, stack: string, list: readonly NewerArgument[]): readonly NewerArgument[];
}

/** @throws Error where the list names for this stack what its JSON does not have: the list then says too much. */
export function checkNewer(json: unknown, stack: string, list = newerArguments): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript, which runs before each command of Terraform
  const { removeNewer } = require(removalScript) as Removal;
  const found = removeNewer(structuredClone(json), stack, list);
  const idle = list.filter((argument) => argument.stack === stack && !found.includes(argument));
  if (idle.length === 0) return;
  const named = idle.map(({ type, argument }) => `${type}.${argument}`).join(', ');
  throw new Error(`tools/e2e/src/newer-than-provider.json names what ${stack} does not have: ${named}`);
}
