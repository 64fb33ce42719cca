import type { ServerManifest } from '@mcp-fleet/catalog';
import { FleetError } from '@mcp-fleet/core';
import { spawn } from 'node:child_process';

/** An engine and the image of a server in it. */
export interface LocalImage {
  readonly engine: string;
  readonly image: string;
}

/**
 * The engine on this computer that answers.
 *
 * @throws FleetError with code `engine-missing` or `engine-not-running`
 */
export async function engineName(): Promise<string> {
  // Loaded where it is needed: it brings the whole of synthesis along.
  const { findEngine } = await import('mcp-fleet/images');
  return (await findEngine()).name;
}

/**
 * The image of a server for this computer's processor, built where it is not there.
 *
 * @throws FleetError with code `engine-missing`, `engine-not-running`, `installation-failed` or `server-not-deployable`
 */
export async function localImage(
  root: string,
  manifest: ServerManifest,
  progress: (text: string) => void,
): Promise<LocalImage> {
  const { findEngine, serverSpec } = await import('mcp-fleet/images');
  const engine = await findEngine();
  const architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
  const { reference } = serverSpec(manifest, architecture);
  const isThere = await engine.run(['image', 'inspect', reference]).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    progress(`Building ${reference}: some minutes the first time.`);
    await build(root, manifest.key, architecture);
  }
  return { engine: engine.name, image: reference };
}

/** The command that a person would give, with its own progress. */
async function build(root: string, key: string, architecture: string): Promise<void> {
  const node = ['-C', '@mcp-fleet/source', '-r', './apps/fleet/typescript-hook.cjs'];
  const command = [...node, 'apps/cli/src/main.ts', 'image', key, '--architecture', architecture];
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', resolve);
  });
  if (code === 0) return;
  throw new FleetError({
    code: 'installation-failed',
    path: `servers/${key}`,
    rule: 'its image can be built: what stands above says why not',
    fix: `mend that, or serve it as plain processes: nx run ${key}:serve --processes`,
  });
}
