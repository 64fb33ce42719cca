import { isEmpty } from './stack-state';
import type { StateStore } from './state-store';

/** A state with resources that no stack of the environment file owns. */
export interface Orphan {
  readonly stack: string;
  /** How many resources it holds; undefined where the state does not say. */
  readonly resources: number | undefined;
  readonly place: string;
  /** What to do about it, as a sentence without a final dot. */
  readonly fix: string;
}

/** States that exist and hold something, and that neither a deployment nor `retired` of the file names. */
export async function findOrphans(
  states: StateStore,
  environment: string,
  stacks: readonly string[],
): Promise<Orphan[]> {
  const unknown = (await states.list()).filter((name) => !stacks.includes(name));
  const orphans: Orphan[] = [];
  for (const stack of unknown) {
    const state = await states.read(stack);
    if (isEmpty(state)) continue;
    const resources = state?.readable ? Object.keys(state.resources).length : undefined;
    orphans.push({ stack, resources, place: states.place(stack), fix: fixFor(stack, environment) });
  }
  return orphans;
}

function fixFor(stack: string, environment: string): string {
  const prefix = `${environment}-`;
  if (!stack.startsWith(prefix)) return 'mcp-fleet did not make it: move it elsewhere';
  return `write retired: ['${stack.slice(prefix.length)}'] into the environment file and deploy to take it down, or its deployment back to keep it`;
}

/** A line for each. */
export function describeOrphans(orphans: readonly Orphan[]): string[] {
  return orphans.map(({ stack, resources, place, fix }) => {
    const held = resources === undefined ? 'resources' : `${resources} resource${resources === 1 ? '' : 's'}`;
    return `${stack}: its state holds ${held} and no stack of the file owns it (${place}): ${fix}`;
  });
}
