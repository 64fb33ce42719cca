import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Steps } from './steps';

const NAME = 'event-bus';
/** Folders whose packages npm links into node_modules. */
const STOREYS = ['apps', 'libs', 'modules', 'tools'];

/** A generated module, in a copy of this repository, is formatted, compiles, and passes lint and tests as it is. */
export function proveModule(root: string, work: string, steps: Steps): void {
  const clone = join(work, 'clone');
  copy(root, clone);
  const npx = (title: string, cwd: string, ...args: string[]) =>
    steps.must(title, cwd, 'npx', ['--no-install', ...args]);
  npx('the generator writes a module', clone, 'nx', 'g', `@mcp-fleet/nx:module`, NAME, '--skipInstall');
  const folder = join(clone, 'modules', NAME);
  // What npm install would do.
  symlinkSync(folder, join(clone, 'node_modules/@mcp-fleet', NAME));
  npx('it is formatted', clone, 'prettier', '--check', folder, 'tsconfig.json');
  npx('it compiles', clone, 'tsc', '-b', join(folder, 'tsconfig.json'));
  npx('its tests pass', folder, 'jest');
  npx('it passes lint', clone, 'eslint', folder);
}

/** The files of the repository, and its node_modules with links to the packages of the copy. */
function copy(root: string, clone: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    // A file that is deleted and not yet committed is still listed.
    .filter((file) => file !== '' && existsSync(join(root, file)));
  for (const file of files) {
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(join(root, file), join(clone, file));
  }
  const modules = join(clone, 'node_modules');
  mkdirSync(join(modules, '@mcp-fleet'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    // Nx and prettier keep their caches here; ours are linked below.
    if (['@mcp-fleet', 'mcp-fleet', '.cache'].includes(name)) continue;
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  for (const storey of STOREYS) {
    for (const name of readdirSync(join(clone, storey))) {
      const target = join(clone, storey, name);
      if (!existsSync(join(target, 'package.json'))) continue;
      symlinkSync(
        target,
        join(modules, storey === 'apps' && name === 'cli' ? 'mcp-fleet' : `@mcp-fleet/${name}`),
      );
    }
  }
}
