import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import type { Engine } from '../../src/images/engine/engine';

/** A file of a layer. */
export interface LayerFile {
  readonly content?: string | Buffer;
  /** @default '644' */
  readonly mode?: string;
  /** `uid:gid` @default '0:0' */
  readonly owner?: string;
}

export type LayerFiles = Readonly<Record<string, LayerFile>>;
export type TarFormat = 'gnu' | 'pax' | 'ustar';

/** A layer, written by the tar of this computer. A path that ends with / is a folder. */
export function layer(files: LayerFiles, format: TarFormat = 'gnu'): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-layer-'));
  try {
    const tar = join(folder, 'layer.tar');
    for (const [
      path,
      { content = '', mode = path.endsWith('/') ? '755' : '644', owner = '0:0' },
    ] of Object.entries(files)) {
      const file = join(folder, 'root', path);
      mkdirSync(path.endsWith('/') ? file : dirname(file), { recursive: true });
      if (!path.endsWith('/')) writeFileSync(file, content);
      const [uid, gid] = owner.split(':');
      const facts = [`--owner=:${uid}`, `--group=:${gid}`, `--mode=${mode}`, `--format=${format}`];
      const root = ['-C', join(folder, 'root'), '--no-recursion', `./${path.replace(/\/$/, '')}`];
      execFileSync('tar', ['-rf', tar, ...facts, ...root]);
    }
    return readFileSync(tar);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface SavedImage {
  readonly layers: readonly Buffer[];
  readonly config?: object;
  /** Layers as a registry keeps them. @default false */
  readonly gzip?: boolean;
}

/** An engine that knows how to save one image. */
export function savingEngine({
  layers,
  config = { config: { User: '1000:1000' } },
  gzip = false,
}: SavedImage): Engine & {
  readonly calls: string[];
} {
  const calls: string[] = [];
  const save = (file: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-saved-'));
    const names = layers.map((_, i) => `${i}/layer.tar`);
    layers.forEach((content, i) => {
      mkdirSync(join(folder, String(i)));
      writeFileSync(join(folder, `${i}/layer.tar`), gzip ? gzipSync(content) : content);
    });
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify([{ Config: 'config.json', Layers: names }]));
    const tar = `${folder}.tar`;
    execFileSync('tar', ['-cf', tar, '-C', folder, '.']);
    cpSync(tar, file);
    rmSync(tar);
    rmSync(folder, { recursive: true });
  };
  return {
    name: 'podman',
    calls,
    run: (args) => {
      calls.push(args.join(' '));
      if (args[0] === 'save') save(args[args.indexOf('-o') + 1] ?? '');
      return Promise.resolve({ stdout: '', stderr: '' });
    },
    stream: () => Promise.resolve(),
  };
}
