/**
 * npm run e2e:interruptions [seed]: ends `deploy` at ten random moments, by SIGKILL or SIGINT in turn, and runs it again:
 * each time the next run has to end in the same state, with an empty plan. Takes some minutes, so it is not part of CI.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { inWorld } from './world';

const MOMENTS = 10;
/** A deploy that changes something takes about this long here; moments are spread over it. */
const SPREAD_SECONDS = 25;

/** Numbers from 0 to 1 that are the same for the same seed, so that a failure can be run again. */
function* random(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

async function main(): Promise<void> {
  const seed = Number(process.argv[2] ?? 1);
  const numbers = random(seed);
  console.log(`seed ${seed}`);
  await inWorld('dev', async ({ fleet, workspace, fillAll }) => {
    fleet.plan();
    await fleet.run('deploy', ['--yes'], [1]);
    await fillAll();
    let topology = 'multi-server';
    for (let moment = 1; moment <= MOMENTS; moment += 1) {
      const signal = moment % 2 === 0 ? 'SIGINT' : 'SIGKILL';
      const seconds = numbers.next().value * SPREAD_SECONDS;
      if (moment > 1) {
        const next = topology === 'multi-server' ? 'per-server' : 'multi-server';
        workspace.edit(`topology: '${topology}'`, `topology: '${next}'`);
        topology = next;
      }
      fleet.plan();
      await fillAll();
      const ended = await interrupt(fleet.command('deploy', ['--yes']), signal, seconds);
      await fleet.run('deploy', ['--yes']);
      await fleet.run('plan', ['--detailed-exitcode']);
      console.log(`${moment}: ${signal} after ${seconds.toFixed(1)} s (${ended}), ${topology}: healed`);
    }
  });
  console.log(`\n${MOMENTS} passed, 0 failed`);
}

/** Starts the command and sends the signal, unless it ends before. */
async function interrupt(
  { program, args, cwd, env }: { program: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv },
  signal: NodeJS.Signals,
  seconds: number,
): Promise<string> {
  const child = spawn(program, args, { cwd, env, stdio: 'ignore' });
  const closed = new Promise<string>((resolve) =>
    child.on('close', (code, by) => resolve(by ?? `exit ${String(code)}`)),
  );
  await Promise.race([closed, sleep(seconds * 1000)]);
  if (child.exitCode === null) assert.ok(child.kill(signal), 'the signal was not sent');
  return closed;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
