import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** This repository. */
export const REPOSITORY = resolve(__dirname, '../../..');

/** The folder that set-up.sh has filled. */
export interface Lab {
  readonly folder: string;
  /** A workspace with environment `lab`, whose Go servers are stand-ins. */
  readonly fleet: string;
  /** AWS's runtime interface emulator. */
  readonly emulator: string;
  readonly registryProgram: string;
  readonly arm64Program: string;
  /** Files of this run; deleted at its end. */
  readonly temporary: string;
}

const SKIPPED = 3;

/**
 * Makes the machine ready, and this process use the lab's engine.
 *
 * @returns undefined where the machine cannot be made ready; why has been said.
 */
export function openLab(): Lab | undefined {
  const { status } = spawnSync('bash', [join(REPOSITORY, 'tools/image-lab/set-up.sh')], { stdio: 'inherit' });
  if (status === SKIPPED) return undefined;
  if (status !== 0) throw new Error('the set-up of the image lab failed');
  const folder =
    process.env['MCP_FLEET_LAB'] ?? join(process.env['TMPDIR'] ?? tmpdir(), 'mcp-fleet-image-lab');
  Object.assign(process.env, readEnvironment(readFileSync(join(folder, 'env.sh'), 'utf8')));
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  return {
    folder,
    fleet: join(folder, 'fleet'),
    emulator: join(folder, 'bin/aws-lambda-rie'),
    registryProgram: join(folder, 'bin/docker-registry'),
    arm64Program: join(folder, 'bin/qemu-aarch64-static'),
    temporary: mkdtempSync(join(folder, 'tmp/run-')),
  };
}

export function closeLab({ temporary }: Lab): void {
  rmSync(temporary, { recursive: true, force: true });
}

/** Reads lines of the form `export NAME=value` or `export NAME='value'`. */
export function readEnvironment(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
