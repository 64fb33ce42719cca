import type { LaptopFleetPlan } from '@mcp-fleet/plan';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secrets } from './secrets';

const FILE = 'secrets.json';

/**
 * Writes the file that each container mounts, with what its own instances need and nothing else.
 *
 * The outer folder is the owner's alone, so that nobody else on this computer gets in. What is below can be read by
 * anybody: a container mounts it past the outer folder, and its user 1000 is another one than the owner more often than
 * not (another user on Linux, a shifted one where the engine runs without root).
 *
 * @param folder `.state/secrets` of the environment
 */
export function writeSecretFiles(
  plan: LaptopFleetPlan,
  secrets: Secrets,
  folder: string,
  deployments: readonly string[] = Object.keys(plan.deployments),
): void {
  makeFolder(folder, 0o700);
  const all = Object.values(plan.deployments).flatMap((d) => Object.values(d.containers));
  removeOthers(
    folder,
    all.map(({ name }) => name),
  );
  for (const name of deployments) {
    for (const container of Object.values(plan.deployments[name]?.containers ?? {})) {
      if (container.secrets.length === 0) continue;
      const own = Object.fromEntries(container.secrets.map((key) => [key, secrets[key] ?? {}]));
      writeOne(join(folder, container.name), `${JSON.stringify(own)}\n`);
    }
  }
}

/** Takes all values away that were written. */
export function removeSecretFiles(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function writeOne(folder: string, text: string): void {
  makeFolder(folder, 0o755);
  const file = join(folder, FILE);
  const next = join(folder, `.${FILE}`);
  writeFileSync(next, text);
  chmodSync(next, 0o644);
  // In one step: a router that reads it at this moment gets the old one or the new one.
  renameSync(next, file);
}

function makeFolder(folder: string, mode: number): void {
  mkdirSync(folder, { recursive: true, mode });
  chmodSync(folder, mode);
}

function removeOthers(folder: string, names: readonly string[]): void {
  for (const name of readdirSync(folder)) {
    if (!names.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
}
