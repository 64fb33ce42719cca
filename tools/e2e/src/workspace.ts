import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy of the repository's environments and servers that a run may change. */
export class Workspace {
  readonly root = mkdtempSync(join(tmpdir(), 'mcp-fleet-e2e-'));
  private readonly file: string;

  constructor(
    repository: string,
    readonly environment: string,
  ) {
    for (const folder of ['environments', 'servers']) {
      const filter = (source: string) => !source.endsWith('.state');
      cpSync(join(repository, folder), join(this.root, folder), { recursive: true, filter });
    }
    // Environment files find their package from where they are.
    symlinkSync(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    this.file = join(this.root, 'environments', environment, 'environment.ts');
  }

  /** Replaces a part of the environment file; one that is not there is an error, so that no step does nothing. */
  edit(from: string | RegExp, to: string): void {
    const text = readFileSync(this.file, 'utf8');
    const edited = text.replace(from, () => to);
    if (edited === text)
      throw new Error(`environments/${this.environment}/environment.ts has no ${String(from)}`);
    writeFileSync(this.file, edited);
  }

  /** Whether the environment file has these words. */
  has(words: string): boolean {
    return readFileSync(this.file, 'utf8').includes(words);
  }

  /** The pins of the environment: undefined where it has none, and looks its images up by their tags. */
  get pinsFile(): string | undefined {
    const file = join(this.root, 'environments', this.environment, 'images.json');
    return existsSync(file) ? file : undefined;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
