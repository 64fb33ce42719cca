import type { ResourceHook } from '../terraform/events';
import { parseEvent } from '../terraform/events';
import type { StackState } from './stack-state';

/** Something that a run made, or began to make, and that the state does not know. */
export interface Leftover {
  readonly address: string;
  readonly type: string;
  /** The id that AWS gave it; undefined where the run ended while it was being made, so that it may not exist. */
  readonly id?: string;
}

/**
 * Compares what a run said that it made with what the state holds after it. A run that was killed may not have written
 * down the last things that it made; one that ended by itself has, whether or not it failed.
 *
 * @param log lines of the run's event stream
 */
export function findLeftovers(log: readonly string[], state: StackState | undefined): Leftover[] {
  const begun = new Map<string, ResourceHook>();
  const made = new Map<string, ResourceHook>();
  for (const line of log) {
    const event = parseEvent(line);
    const hook = event?.hook;
    if (hook?.action !== 'create') continue;
    const { addr } = hook.resource;
    if (event?.type === 'apply_start') begun.set(addr, hook);
    if (event?.type === 'apply_complete') made.set(addr, hook);
    if (event?.type === 'apply_complete' || event?.type === 'apply_errored') begun.delete(addr);
  }
  const known = (address: string, id?: string) => {
    const ids = state?.resources[address] ?? [];
    return id === undefined ? ids.length > 0 : ids.includes(id);
  };
  return [...made, ...begun]
    .map(([address, { resource, id_value: id }]) => ({
      address,
      type: resource.resource_type,
      ...(id === undefined ? {} : { id }),
    }))
    .filter(({ address, id }) => !known(address, id));
}
