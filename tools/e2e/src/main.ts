/**
 * npm run e2e: takes each environment through its life on the AWS emulator, with the real Terraform and the real AWS
 * provider. Fails where a step fails, and where nothing was done.
 */
import { spawnSync } from 'node:child_process';
import { Life } from './life';
import { lives } from './lives';
import { stackTable, table } from './report';
import { inWorld } from './world';

async function main(): Promise<void> {
  const missing = ['terraform', 'python3'].filter((program) => spawnSync(program, ['--version']).error);
  if (missing.length > 0) {
    const line = `End to end was skipped: it needs ${missing.join(' and ')}.`;
    if (process.env['CI']) throw new Error(line);
    return void console.log(line);
  }
  const wanted = process.argv.slice(2);
  const chosen = lives.filter(({ environment }) => wanted.length === 0 || wanted.includes(environment));
  // Each has an emulator of its own, so they can live side by side.
  const results = await Promise.allSettled(chosen.map(live));
  const failures = results.filter((result) => result.status === 'rejected');
  failures.forEach(({ reason }) => console.error(reason instanceof Error ? reason.message : reason));
  const steps = results.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
  if (steps === 0 && failures.length === 0) throw new Error('nothing was done');
  console.log(`\n${steps} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

function live(life: (typeof lives)[number]): Promise<number> {
  const { environment } = life;
  return inWorld(environment, async ({ fleet, workspace, emulator, log, provider, dns }) => {
    const times: string[][] = [];
    const step = async (name: string, run: () => Promise<void>) => {
      const started = performance.now();
      await run();
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      times.push([name, seconds]);
      console.log(`${environment}: ${name}: ${seconds} s`);
    };
    try {
      await life.run(new Life(fleet, workspace, dns, step), emulator);
    } finally {
      console.log(`\n${environment}, provider ${provider.version ?? 'as pinned'}\n`);
      console.log(`${stackTable(log.calls(), fleet.resources)}\n\n${table([['step', 's'], ...times])}\n`);
    }
    return times.length;
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
