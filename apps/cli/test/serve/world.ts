import type { ServerManifest } from '@mcp-fleet/catalog';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A manifest of a made-up server, as far as serve looks at it. */
export function manifest(change: Partial<ServerManifest> = {}): ServerManifest {
  return {
    key: 'notes',
    registryName: 'com.example/notes',
    description: 'Notes.',
    version: '1.2.3',
    inputs: [],
    requirements: [],
    source: { kind: 'npm', package: '@example/notes', version: '1.2.3', binary: 'notes' },
    runtime: {
      transport: 'stdio',
      arguments: [],
      variables: {},
      path: '/mcp',
      auth: 'none',
      writablePaths: [],
      protocol: 'legacy',
      sessions: 'shared',
    },
    permissions: [],
    files: [],
    ...change,
  };
}

export function input(name: string, change: Partial<ServerManifest['inputs'][number]> = {}) {
  return { name, kind: 'variable', required: false, secret: false, format: 'string', ...change } as const;
}

/** A folder of its own, with programs that go before those of the computer. */
export class World {
  readonly folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-serve-test-'));
  private readonly path = process.env['PATH'];

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** A program in JavaScript. */
  program(name: string, script: string): string {
    const file = this.write(`bin/${name}`, `#!${process.execPath}\n${script}`);
    chmodSync(file, 0o755);
    process.env['PATH'] = [join(this.folder, 'bin'), this.path].join(delimiter);
    return file;
  }

  /** No program at all. */
  withoutPrograms(): void {
    process.env['PATH'] = join(this.folder, 'nothing');
  }

  remove(): void {
    process.env['PATH'] = this.path;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
