import type { Catalog } from '@mcp-fleet/catalog';
import * as fc from 'fast-check';
import type { Outcome } from './examine';
import { examine } from './examine';
import type { Files } from './generate/files';
import { files } from './generate/files';

/** What a run saw. */
export interface Tally {
  environments: number;
  accepted: number;
  stacks: number;
  resources: number;
  readonly byKind: Record<string, { accepted: number; refused: number }>;
  readonly byCode: Record<string, number>;
}

/** How it ended: with what was seen, and the first thing that was found, made as small as it goes. */
export interface RunResult {
  readonly tally: Tally;
  readonly seed: number;
  readonly failure?: { readonly message: string; readonly files: Files; readonly path: string };
}

/** Examines so many made-up environments. The same seed makes the same ones. */
export function run(catalog: Catalog, runs: number, seed: number): RunResult {
  const tally: Tally = { environments: 0, accepted: 0, stacks: 0, resources: 0, byKind: {}, byCode: {} };
  const details = fc.check(
    fc.property(files(catalog), (made) => count(tally, made, examine(made, catalog))),
    { numRuns: runs, seed },
  );
  if (!details.failed) return { tally, seed };
  const [smallest] = details.counterexample ?? [];
  const error = details.errorInstance;
  return {
    tally,
    seed,
    failure: {
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      files: smallest as Files,
      path: details.counterexamplePath ?? '',
    },
  };
}

function count(tally: Tally, { kind }: Files, { accepted, codes, stacks, resources }: Outcome): void {
  tally.environments += 1;
  tally.accepted += accepted ? 1 : 0;
  tally.stacks += stacks;
  tally.resources += resources;
  const row = (tally.byKind[kind] ??= { accepted: 0, refused: 0 });
  row[accepted ? 'accepted' : 'refused'] += 1;
  for (const code of new Set(codes)) tally.byCode[code] = (tally.byCode[code] ?? 0) + 1;
}
