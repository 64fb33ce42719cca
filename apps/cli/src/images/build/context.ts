import type { ImageStart } from '@mcp-fleet/catalog';
import { routerServers } from '@mcp-fleet/catalog';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ImageSpec } from '../spec/image-spec';
import { dockerfile, inRouter, routerFiles } from './repository';

/** Files beside a manifest that pin what a package brings along, by the kind of its image. */
export const LOCK_FILES: Partial<Record<ImageSpec['kind'], string>> = {
  npm: 'package-lock.json',
  pypi: 'constraints.txt',
};

/** What a context holds beside what the spec says. */
export interface ContextProps {
  /** Folder with the servers' folders: their lock files. */
  readonly serversFolder: string;
  /** What images that servers come as would start, by server. @default {} */
  readonly images?: Readonly<Record<string, ImageStart>>;
}

/**
 * Makes the folder that an engine builds an image from: only what its Dockerfile copies, so nothing else can get into it,
 * and nothing else makes a build new.
 *
 * @throws FleetErrors with code `server-not-deployable`.
 */
export function makeContext(spec: ImageSpec, { serversFolder, images = {} }: ContextProps): string {
  const files: Record<string, string> = { Dockerfile: dockerfile(spec.dockerfile).text };
  if (spec.kind === 'router') {
    for (const file of routerFiles()) files[inRouter(file)] = file.text;
  }
  if (spec.servers.length > 0) {
    files['servers.json'] = `${JSON.stringify(routerServers(spec.servers, { images }), null, 2)}\n`;
  }
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-image-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (spec.kind === 'multi-server') mkdirSync(join(folder, 'app'));
  copyLock(spec, serversFolder, folder);
  openToAll(folder);
  return folder;
}

/** Engines keep the modes of a context: where new files are their owner's alone, the user of an image could read none. */
function openToAll(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
    if (entry.isDirectory()) openToAll(path);
  }
}

export function removeContext(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

function copyLock({ kind, servers }: ImageSpec, serversFolder: string, folder: string): void {
  const name = LOCK_FILES[kind];
  const [server] = servers;
  if (name === undefined || server === undefined) return;
  mkdirSync(join(folder, 'lock'));
  const file = join(serversFolder, server.key, name);
  if (existsSync(file)) copyFileSync(file, join(folder, 'lock', name));
}
