/**
 * npm run fuzz [-- --runs 10000 --seed 1]: environments that are made up, planned, synthesised, and held against the
 * limits of AWS by a check that knows nothing of our own. A failure prints what brings it, as small as it goes.
 */
import { loadCatalog } from '@mcp-fleet/catalog';
import {
  errorCodes,
  isSaidAtDeploy,
  isSaidAtImages,
  isSaidAtServe,
  isSaidAtStart,
  throwIfAny,
} from '@mcp-fleet/core';
import type { ErrorCode } from '@mcp-fleet/core';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import type { RunResult } from './run';
import { run } from './run';

const repository = join(__dirname, '../../..');

function main(): void {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string' } },
  });
  const [runs, seed] = [Number(values.runs), Number(values.seed ?? Date.now() % 2 ** 31)];
  if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed))
    throw new Error('--runs is a number of 1 or more, --seed a whole number');
  const { catalog, errors } = loadCatalog([join(repository, 'servers')]);
  throwIfAny(errors);
  const started = performance.now();
  const result = run(catalog, runs, seed);
  console.log(report(result, (performance.now() - started) / 1000));
  process.exitCode = result.failure ? 1 : 0;
}

function report({ tally, seed, failure }: RunResult, seconds: number): string {
  const unseen = (Object.keys(errorCodes) as ErrorCode[]).filter(
    (code) =>
      !(code in tally.byCode) &&
      !isSaidAtDeploy(code) &&
      !isSaidAtImages(code) &&
      !isSaidAtServe(code) &&
      !isSaidAtStart(code),
  );
  const rows = Object.entries(tally.byCode).sort(([, a], [, b]) => b - a);
  return [
    `${tally.environments} environments in ${seconds.toFixed(0)} s, seed ${seed}: ${tally.accepted} accepted, with ${tally.stacks} stacks and ${tally.resources} resources`,
    ...Object.entries(tally.byKind).map(
      ([kind, { accepted, refused }]) => `  ${kind}: ${accepted} accepted, ${refused} refused`,
    ),
    '',
    `Codes: ${rows.map(([code, times]) => `${code} ${times}`).join(', ')}`,
    `Never: ${unseen.join(', ') || 'none'}`,
    ...(failure
      ? [
          '',
          `FAILED (again: --runs ${tally.environments + 1} --seed ${seed}; ${failure.files?.kind}, pins ${failure.files?.pins}, path ${failure.path})`,
          failure.message,
          '',
          ...(failure.files?.exports ?? []).map((it) => `export default ${printed(it)};`),
          ...Object.entries(failure.files?.servers?.files ?? {}).map(
            ([key, manifests]) => `servers/${key}: ${printed(manifests)}`,
          ),
        ]
      : []),
    '',
    failure ? '0 passed, 1 failed' : `${tally.environments} passed, 0 failed`,
  ].join('\n');
}

function printed(value: unknown): string {
  return inspect(value, { depth: 20, maxArrayLength: null });
}

main();
