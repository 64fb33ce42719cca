/**
 * npm run e2e: takes each environment through its life on the AWS emulator, with the real Terraform and the real AWS
 * provider. Fails where a step fails, and where nothing was done.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fleet } from './fleet';
import { lives } from './lives';
import { findProvider, override, writeConfig } from './provider';
import { stackTable, table } from './report';
import { startEmulator } from './start-emulator';
import { TerraformLog } from './terraform-log';
import { Workspace } from './workspace';

const repository = join(__dirname, '../../..');

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

async function live(life: (typeof lives)[number]): Promise<number> {
  const { environment } = life;
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-e2e-terraform-'));
  const workspace = new Workspace(repository, environment);
  const provider = findProvider();
  const log = new TerraformLog(folder, 'terraform');
  const emulator = await startEmulator({ account: '111122223333', region: 'us-east-1' });
  const env = {
    ...process.env,
    ...emulator.env,
    TF_CLI_CONFIG_FILE: writeConfig(folder, provider),
    TERRAFORM_BINARY_NAME: log.program,
  };
  const fleet = new Fleet(workspace, { url: emulator.url, region: 'us-east-1' }, env, override(provider));
  const times: string[][] = [];
  const step = async (name: string, run: () => Promise<void>) => {
    const started = performance.now();
    await run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    times.push([name, seconds]);
    console.log(`${environment}: ${name}: ${seconds} s`);
  };
  try {
    await life.run(fleet, workspace, emulator, step);
  } finally {
    console.log(`\n${environment}, provider ${provider.version ?? 'as pinned'}\n`);
    console.log(`${stackTable(log.calls(), fleet.resources)}\n\n${table([['step', 's'], ...times])}\n`);
    await emulator.stop();
    workspace.remove();
    rmSync(folder, { recursive: true, force: true });
  }
  return times.length;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
