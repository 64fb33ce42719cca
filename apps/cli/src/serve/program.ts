import { FleetError } from '@mcp-fleet/core';
import { spawn, spawnSync } from 'node:child_process';

/** What has to be on this computer, and how it is asked for its version. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  /** Oldest version that will do. @default - any */
  readonly oldest?: readonly [number, number];
  readonly install: string;
}

export const GO: Program = {
  name: 'Go',
  command: 'go',
  arguments: ['env', 'GOVERSION'],
  oldest: [1, 25],
  install: 'install it from https://go.dev/dl',
};
export const PYTHON: Program = {
  name: 'Python',
  command: 'python3',
  arguments: ['--version'],
  oldest: [3, 10],
  install: 'install it, with its module venv',
};
export const NPM: Program = {
  name: 'npm',
  command: 'npm',
  arguments: ['--version'],
  install: 'install Node with npm from https://nodejs.org',
};
export const GIT: Program = {
  name: 'git',
  command: 'git',
  arguments: ['--version'],
  install: 'install it from https://git-scm.com',
};

/**
 * Why a program cannot be used; undefined where it can.
 *
 * @param what it is needed for, `the router is built with it`
 */
export function problemOf(
  { name, command, arguments: args, oldest, install }: Program,
  what: string,
): FleetError | undefined {
  const {
    error,
    status,
    stdout = '',
  } = spawnSync(command, [...args], { encoding: 'utf8', env: process.env });
  const found = /(\d+)\.(\d+)[\w.]*/.exec(stdout ?? '');
  const [major = 0, minor = 0] = (found ?? []).slice(1).map(Number);
  const old = oldest && (major < oldest[0] || (major === oldest[0] && minor < oldest[1]));
  if (!error && status === 0 && !old) return undefined;
  return new FleetError({
    code: 'program-missing',
    path: command,
    value: error || status !== 0 ? 'not found' : found?.[0],
    rule: `${what}: ${name}${oldest ? ` ${oldest.join('.')} or newer` : ''}`,
    fix: `${install}; or start docker or podman, and serve the image with --image`,
  });
}

const KEPT_LINES = 15;

/**
 * Runs a program to its end.
 *
 * @throws FleetError with code `installation-failed` and the last lines that it printed.
 */
export async function run(
  what: string,
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const child = spawn(command, [...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer) => (text = (text + chunk.toString()).slice(-16_384));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = await new Promise<string | number | null>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', resolve);
  });
  if (ended === 0) return;
  const lines = text.trimEnd().split('\n').slice(-KEPT_LINES);
  throw new FleetError({
    code: 'installation-failed',
    path: what,
    rule: `${command} ${args[0] ?? ''} has to end well; it said (${ended ?? 'stopped'}):\n${lines.join('\n')}`,
    fix: 'mend what it names: a registry or repository that is out of reach in most cases; or serve the image with --image',
  });
}
