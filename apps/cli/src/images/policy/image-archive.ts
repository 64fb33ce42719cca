import { execFile } from 'node:child_process';
import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGunzip, createGzip } from 'node:zlib';
import type { Engine } from '../engine/engine';
import type { TarEntry } from './tar-entries';
import { tarEntries } from './tar-entries';

/** What an image says of itself. */
export interface ArchivedConfig {
  readonly config?: { readonly User?: string };
}

/** An image as the engine saves it, unpacked into layers. */
export interface ImageArchive {
  /** The archive itself, for tools that read it. */
  readonly file: string;
  /** Configuration, with history, labels and variables, as it is. */
  readonly configText: string;
  readonly config: ArchivedConfig;
  /** From the base up. */
  readonly layers: readonly Layer[];
}

export interface Layer {
  /** Bytes as a registry keeps and sends it. */
  compressedBytes(): Promise<number>;
  entries(): AsyncGenerator<TarEntry>;
}

const run = promisify(execFile);
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Saves an image into a folder of its own, lets `use` read it, and removes it. */
export async function withImageArchive<T>(
  engine: Engine,
  reference: string,
  use: (archive: ImageArchive) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-fleet-image-'));
  try {
    const file = join(folder, 'image.tar');
    const format = engine.name === 'podman' ? ['--format', 'docker-archive'] : [];
    await engine.run(['save', ...format, '-o', file, reference]);
    await run('tar', ['-xf', file, '-C', folder]);
    const manifest = await readFile(join(folder, 'manifest.json'), 'utf8');
    const [image] = JSON.parse(manifest) as { Config: string; Layers: string[] }[];
    if (image === undefined) throw new Error(`${engine.name} saved no image of ${reference}`);
    const configText = await readFile(join(folder, image.Config), 'utf8');
    const layers = await Promise.all(image.Layers.map((layer) => realpath(join(folder, layer))));
    return await use({
      file,
      configText,
      config: JSON.parse(configText) as ArchivedConfig,
      layers: layers.map(layerOf),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function layerOf(file: string): Layer {
  const head = Buffer.alloc(ZSTD.length);
  const open = openSync(file, 'r');
  readSync(open, head, 0, head.length, 0);
  closeSync(open);
  if (head.equals(ZSTD)) {
    throw new Error(
      'the engine saves layers with zstd, which is not read here: build the image with gzip layers',
    );
  }
  const isGzip = head.subarray(0, GZIP.length).equals(GZIP);
  return {
    compressedBytes: () => (isGzip ? Promise.resolve(statSync(file).size) : gzippedBytes(file)),
    entries: () => tarEntries(isGzip ? createReadStream(file).pipe(createGunzip()) : createReadStream(file)),
  };
}

/** As both engines compress when they push: gzip, usual level. */
async function gzippedBytes(file: string): Promise<number> {
  let bytes = 0;
  for await (const piece of createReadStream(file).pipe(createGzip())) bytes += (piece as Buffer).length;
  return bytes;
}
