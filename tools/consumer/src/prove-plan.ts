import { findProvider, override, writeConfig } from '@mcp-fleet/e2e/provider';
import { startEmulator } from '@mcp-fleet/e2e/start-emulator';
import { TerraformLog } from '@mcp-fleet/e2e/terraform-log';
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Steps } from './steps';

/** `plan` of a team's environment, by the real Terraform, against an account of the emulator. */
export async function provePlan(team: string, work: string, steps: Steps): Promise<void> {
  const missing = ['terraform', 'python3'].filter((program) => spawnSync(program, ['--version']).error);
  if (missing.length > 0) {
    const line = `The plan was skipped: it needs ${missing.join(' and ')}.`;
    if (!process.env['CI']) return void console.log(line);
    return steps.check(line, () => false);
  }
  const provider = findProvider();
  const emulator = await startEmulator({
    account: '111122223333',
    region: 'us-east-1',
    logFile: join(work, 'emulator.log'),
  });
  try {
    steps.must('nx synth dev', team, 'npx', ['--no-install', 'nx', 'run', 'dev:synth']);
    const stacks = join(team, 'dist/cdktf/dev/stacks');
    for (const stack of readdirSync(stacks)) {
      writeFileSync(join(stacks, stack, 'e2e_override.tf.json'), JSON.stringify(override(provider)));
    }
    const env = {
      ...emulator.env,
      ...Object.fromEntries(emulator.unset.map((name) => [name, undefined])),
      TF_CLI_CONFIG_FILE: writeConfig(work, provider),
      TERRAFORM_BINARY_NAME: new TerraformLog(work, 'terraform', provider.version !== undefined).program,
    };
    const plan = steps.runWith(env, team, 'npx', ['--no-install', 'nx', 'run', 'dev:plan']);
    steps.check('nx plan dev asks an account what a deploy would create', () => {
      const creates = plan.status === 0 && plan.stdout.includes('aws_ecr_repository');
      if (!creates) console.log(`${plan.stdout}\n${plan.stderr}`);
      return creates;
    });
  } finally {
    await emulator.stop();
  }
}
