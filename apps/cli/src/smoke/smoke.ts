import { setTimeout as wait } from 'node:timers/promises';
import { type ServerResult, checkServer } from './check-server';
import type { Connection } from './http';
import type { Target } from './target';

/** How often servers that are not well are asked again: after a deployment, functions and tasks take time to start. */
export interface Attempts {
  /** Attempts for each server, the first included. */
  readonly attempts: number;
  /** Seconds between two attempts. */
  readonly everySeconds: number;
  /** Called before each wait, with the servers that are not well and the number of the next attempt. */
  readonly onWait?: (names: readonly string[], next: number) => void;
}

/** Servers asked at once: enough to be quick, too few to start a crowd of functions. */
const AT_ONCE = 4;
const ONCE: Attempts = { attempts: 1, everySeconds: 0 };

/** Asks every server, and those that are not well again; the results are in the order of the targets. */
export async function smoke(
  targets: readonly Target[],
  connection: Connection,
  { attempts, everySeconds, onWait }: Attempts = ONCE,
): Promise<readonly ServerResult[]> {
  const results: ServerResult[] = [];
  let open = targets.map((_, i) => i);
  for (let attempt = 1; ; attempt++) {
    await ask(targets, open, connection, results);
    open = open.filter((i) => results[i]?.error !== undefined);
    if (open.length === 0 || attempt >= attempts) return results;
    onWait?.(
      open.map((i) => (targets[i] as Target).name),
      attempt + 1,
    );
    await wait(everySeconds * 1000);
  }
}

/** Asks the servers at some places, and puts each result at its place. */
async function ask(
  targets: readonly Target[],
  places: readonly number[],
  connection: Connection,
  results: ServerResult[],
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < places.length; at = next++) {
      const place = places[at] as number;
      results[place] = await checkServer(targets[place] as Target, connection);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Whether every server is as it should be; no server at all is not. */
export function allWell(results: readonly ServerResult[]): boolean {
  return results.length > 0 && results.every(({ error }) => error === undefined);
}
