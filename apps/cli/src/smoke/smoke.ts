import { type ServerResult, checkServer } from './check-server';
import type { Connection } from './http';
import type { Target } from './target';

/** Servers asked at once: enough to be quick, too few to start a crowd of functions. */
const AT_ONCE = 4;

/** Asks every server; the results are in the order of the targets. */
export async function smoke(
  targets: readonly Target[],
  connection: Connection,
): Promise<readonly ServerResult[]> {
  const results: ServerResult[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < targets.length; i = next++) {
      results[i] = await checkServer(targets[i] as Target, connection);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/** Whether every server is as it should be; no server at all is not. */
export function allWell(results: readonly ServerResult[]): boolean {
  return results.length > 0 && results.every(({ error }) => error === undefined);
}
