import { FleetError } from '@mcp-fleet/core';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/** Versions that all of it works with: S3 lock files came with 1.10. */
const OLDEST = [1, 10] as const;
const NEXT_MAJOR = 2;
/** Room for the JSON of a plan with a thousand resources. */
const MAX_OUTPUT_BYTES = 512 * 1024 * 1024;

/** The Terraform, or OpenTofu, that is run. */
export interface Terraform {
  readonly binary: string;
  readonly version: string;
  /** Its name, for people. */
  readonly product: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a short command printed, and how it ended. */
export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Finds Terraform and looks at its version.
 *
 * @param binary as the user names it @default - TERRAFORM_BINARY_NAME, else terraform on the PATH
 * @throws FleetError with code `terraform-missing` or `terraform-version`.
 */
export async function findTerraform(
  binary: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Terraform> {
  const name = binary ?? (env['TERRAFORM_BINARY_NAME'] || 'terraform');
  const own = terraformEnvironment(env);
  let captured: Captured;
  try {
    captured = await capture(name, ['version', '-json'], { env: own });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw missing(name, code === 'ENOENT' ? 'not found' : String(code ?? (error as Error).message));
  }
  const version = versionIn(captured.stdout);
  if (version === undefined) throw missing(name, 'it does not say its version');
  checkVersion(name, version);
  const product = /tofu/i.test(basename(name)) ? 'OpenTofu' : 'Terraform';
  return { binary: name, version, product, env: own };
}

/** Runs a command that changes nothing and is short. */
export function capture(
  binary: string,
  args: readonly string[],
  { cwd, env }: { cwd?: string; env: NodeJS.ProcessEnv },
): Promise<Captured> {
  return new Promise((resolve, reject) => {
    execFile(binary, args, { cwd, env, maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      const code = error?.code;
      // A text is an error of the system: the program did not run.
      if (error && typeof code !== 'number' && !error.signal) reject(error);
      else resolve({ exitCode: error ? Number(code ?? 1) : 0, stdout, stderr });
    });
  });
}

/** Terraform's variables for a run without a person at the keyboard. */
export function terraformEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own: NodeJS.ProcessEnv = {
    ...env,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    ...pluginCache(env),
  };
  // Each stack has its own state and data: a workspace or folder of the user's shell would move them.
  delete own['TF_WORKSPACE'];
  delete own['TF_DATA_DIR'];
  return own;
}

/** Without a cache each stack downloads the provider anew. Who configures Terraform has an opinion of their own. */
function pluginCache(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const configured =
    env['TF_PLUGIN_CACHE_DIR'] || env['TF_CLI_CONFIG_FILE'] || existsSync(join(homedir(), '.terraformrc'));
  if (configured) return {};
  const folder = join(homedir(), '.terraform.d', 'plugin-cache');
  mkdirSync(folder, { recursive: true });
  // The provider's version is exact in every stack and its lock file is as short-lived as the output folder.
  return { TF_PLUGIN_CACHE_DIR: folder, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1' };
}

function versionIn(text: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(text) as { terraform_version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

function checkVersion(name: string, version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const inRange = major >= OLDEST[0] && major < NEXT_MAJOR && (major > OLDEST[0] || minor >= OLDEST[1]);
  if (inRange) return;
  throw new FleetError({
    code: 'terraform-version',
    path: name,
    value: version,
    rule: `mcp-fleet works with Terraform and OpenTofu ${OLDEST.join('.')} and newer, below ${NEXT_MAJOR}.0`,
    fix: 'install such a version, or name another with --terraform <binary>',
  });
}

function missing(name: string, problem: string): FleetError {
  return new FleetError({
    code: 'terraform-missing',
    path: name,
    value: problem,
    rule: 'plan, deploy, destroy and outputs run Terraform or OpenTofu',
    fix: `install Terraform ${OLDEST.join('.')} or newer, or name the program with --terraform <binary> or TERRAFORM_BINARY_NAME`,
  });
}
