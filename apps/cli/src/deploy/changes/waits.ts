import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A stack, and its outputs that another one reads. */
export interface Need {
  readonly stack: string;
  readonly outputs: readonly string[];
}

const REFERENCE = /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+?)\.outputs\.([\w-]+)/g;

/** What the stack in a folder reads of other stacks. */
export function needsOf(folder: string): Need[] {
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  const needs = new Map<string, Set<string>>();
  for (const [, stack = '', output = ''] of text.matchAll(REFERENCE)) {
    needs.set(stack, (needs.get(stack) ?? new Set()).add(output));
  }
  return [...needs].map(([stack, outputs]) => ({ stack, outputs: [...outputs].sort() }));
}

/**
 * What a stack waits for: outputs that the states of others do not have yet. Undefined where it has all.
 *
 * @param outputsOf names of the outputs that a stack's state has
 */
export async function waitsFor(
  needs: readonly Need[],
  outputsOf: (stack: string) => Promise<readonly string[]>,
): Promise<string | undefined> {
  const waits: string[] = [];
  for (const { stack, outputs } of needs) {
    const there = await outputsOf(stack);
    const missing = outputs.filter((name) => !there.includes(name)).length;
    if (missing > 0) waits.push(`waits for ${stack}: adds ${missing} output${missing === 1 ? '' : 's'}`);
  }
  return waits.length > 0 ? waits.join('; ') : undefined;
}
