import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What podman says on a machine without systemd, at every step; it harms nothing. */
const NOISE =
  /unable to get systemd connection|Unable to (?:add|remove) .*healthcheck|failed to create cgroup/i;

export interface RunOptions {
  /** Both streams, in their order. @default false */
  readonly merged?: boolean;
}

/** Runs podman to its end. @throws Error with its last lines where its exit code is not 0. */
export function podman(args: readonly string[], options: RunOptions = {}): Promise<string> {
  return run('podman', args, options);
}

export function run(program: string, args: readonly string[], { merged }: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (merged) out += text;
      else err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve(out);
      const said = `${err}${merged ? out : ''}`.split('\n').filter((line) => line && !NOISE.test(line));
      reject(
        new Error(
          `${program} ${args.slice(0, 2).join(' ')} ended with ${code}: ${said.slice(-8).join('\n')}`,
        ),
      );
    });
  });
}

/**
 * Builds a small image in one layer. One without any layer must not be left behind: this podman then fails to list images.
 *
 * @param folder its context, in which the Dockerfile is written.
 */
export async function buildSmall(folder: string, name: string, lines: readonly string[]): Promise<void> {
  const file = join(folder, 'Dockerfile');
  writeFileSync(file, `${lines.join('\n')}\n`);
  await podman([
    'build',
    '--quiet',
    '--pull=never',
    '--layers=false',
    `--tag=${name}`,
    `--file=${file}`,
    folder,
  ]);
}
