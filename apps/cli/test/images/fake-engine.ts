import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Engine } from '../../src/images';
import { EngineFailure } from '../../src/images';

/** What the stand-in was asked to build, and what lay in the context then. */
export interface FakeBuild {
  readonly reference: string;
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

export interface FakeEngineProps {
  readonly name?: Engine['name'];
  /** References of images that are here. */
  readonly images?: readonly string[];
  /** `image inspect` of images that others made: platform and configuration. */
  readonly inspect?: Readonly<Record<string, { readonly platform: string; readonly config: object }>>;
  /** What a build prints before it fails, by part of its reference. */
  readonly failing?: Readonly<Record<string, string>>;
}

/** An engine that remembers what it is asked, and has as its images what it was asked to build. */
export class FakeEngine implements Engine {
  readonly name: Engine['name'];
  readonly calls: string[] = [];
  readonly builds: FakeBuild[] = [];
  private readonly images: Set<string>;

  constructor(private readonly props: FakeEngineProps = {}) {
    this.name = props.name ?? 'podman';
    this.images = new Set(props.images);
  }

  async run(args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
    this.calls.push(args.join(' '));
    const [command, second] = args;
    const last = args.at(-1) ?? '';
    if (command === 'info' || command === 'version') return answer('linux/amd64\n');
    if (command === 'image' && second === 'inspect') return answer(this.inspected(args[3] ?? '', last));
    if (command === 'create') return answer(`container-of-${last}\n`);
    if (command === 'cp') {
      mkdirSync(last, { recursive: true });
      writeFileSync(join(last, 'program'), basename(last));
    }
    return answer('');
  }

  async stream(args: readonly string[]): Promise<void> {
    this.calls.push(args.join(' '));
    if (args[0] === 'pull')
      throw new EngineFailure(this.name, 'pull', 125, 'Trying to pull\nmanifest unknown');
    if (args[0] !== 'build') return;
    const reference = args[args.indexOf('--tag') + 1] ?? '';
    this.builds.push({ reference, args, files: filesIn(args.at(-1) ?? '') });
    const failure = Object.entries(this.props.failing ?? {}).find(([part]) => reference.includes(part));
    if (failure) throw new EngineFailure(this.name, 'build', 1, failure[1]);
    this.images.add(reference);
  }

  /** Values of an option of a build. */
  build(part: string): FakeBuild {
    const found = this.builds.find(({ reference }) => reference.includes(part));
    if (!found)
      throw new Error(`${part} was not built, but ${this.builds.map((b) => b.reference).join(', ')}`);
    return found;
  }

  private inspected(format: string, reference: string): string {
    const foreign = this.props.inspect?.[reference];
    if (foreign) return `${foreign.platform} ${JSON.stringify(foreign.config)}\n`;
    if (!this.images.has(reference)) throw new EngineFailure(this.name, 'image', 125, 'image not known');
    return format.includes('Size') ? '25300000\n' : '{}';
  }
}

/** Values that an option has on a command line, in order. */
export function optionsOf({ args }: FakeBuild, option: string): string[] {
  return args.flatMap((word, i) => (word === option ? [args[i + 1] ?? ''] : []));
}

function answer(stdout: string): { stdout: string; stderr: string } {
  return { stdout, stderr: '' };
}

function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
