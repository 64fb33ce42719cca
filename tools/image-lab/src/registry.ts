import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from './mcp';
import { run } from './podman';

/** What a registry has of an image. */
export interface RemoteManifest {
  readonly digest: string;
  /** Bytes that are pulled: layers as they are stored, and the configuration. */
  readonly bytes: number;
}

/** Debian's registry on a port of 127.0.0.1. What was pushed is kept in the folder: the next push is quick. */
export class LocalRegistry {
  private constructor(
    readonly host: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** @param program path of docker-registry. */
  static async start(program: string, folder: string): Promise<LocalRegistry> {
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const config = join(folder, 'config.yml');
    const storage = { filesystem: { rootdirectory: join(folder, 'data') }, delete: { enabled: true } };
    // JSON is YAML too.
    writeFileSync(
      config,
      JSON.stringify({
        version: '0.1',
        log: { level: 'error' },
        storage,
        http: { addr: `127.0.0.1:${port}` },
      }),
    );
    const child = spawn(program, ['serve', config], { stdio: 'ignore' });
    const registry = new LocalRegistry(`localhost:${port}`, folder, child);
    await until('the local registry', 20, async () =>
      (await fetch(`http://127.0.0.1:${port}/v2/`)).ok ? true : undefined,
    );
    return registry;
  }

  stop(): void {
    this.child.kill();
  }

  /** Forgets a repository, so that the next push is one. */
  forget(repository: string): void {
    rmSync(join(this.folder, 'data/docker/registry/v2/repositories', repository), {
      recursive: true,
      force: true,
    });
  }

  /** @throws Error where it has none, or has an index. */
  async manifest(name: string): Promise<RemoteManifest> {
    return readManifest(
      await run('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${this.host}/${name}`]),
    );
  }
}

interface Manifest {
  readonly mediaType?: string;
  readonly config?: { readonly size: number };
  readonly layers?: readonly { readonly size: number }[];
}

/**
 * Reads a manifest as Lambda does, which takes one image and no index of several.
 *
 * @throws Error where it is none.
 */
export function readManifest(raw: string): RemoteManifest {
  const { mediaType = '', config, layers } = JSON.parse(raw) as Manifest;
  if (!config || !layers || /index|manifest\.list/.test(mediaType))
    throw new Error(`no manifest of one image: ${mediaType}`);
  const bytes = layers.reduce((sum, { size }) => sum + size, config.size);
  return { digest: `sha256:${createHash('sha256').update(raw).digest('hex')}`, bytes };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
