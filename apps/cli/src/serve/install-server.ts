import { type ImageSource, type ServerManifest, programName } from '@mcp-fleet/catalog';
import { FleetError } from '@mcp-fleet/core';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, filled, isFilled } from './cache';
import { GIT, GO, NPM, PYTHON, type Program, problemOf, run } from './program';
import { withSignsOfLife } from './sign-of-life';

type Installable = Exclude<ImageSource, { kind: 'oci' }>;

/** What each kind needs of this computer. */
const NEEDS: Readonly<Record<Installable['kind'], readonly Program[]>> = {
  go: [GO, GIT],
  npm: [NPM],
  pypi: [PYTHON],
};

/**
 * Where a server can be installed from.
 *
 * @throws FleetError with code `server-not-deployable`
 */
export function installable({ key, source, problem }: ServerManifest): Installable {
  if (source && source.kind !== 'oci') return source;
  const image = {
    rule: 'a server that comes as an image runs from that image alone',
    fix: 'start docker or podman, and serve it with --image',
  };
  throw new FleetError({
    code: 'server-not-deployable',
    path: `servers.${key}`,
    ...(source ? image : (problem ?? image)),
  });
}

/** Why a server cannot be installed, where it has to be: programs that this computer lacks. */
export function serverProblems(root: string, { key, source }: ServerManifest): FleetError[] {
  if (!source || source.kind === 'oci' || isFilled(join(cacheFolder(root), key), source)) return [];
  return NEEDS[source.kind].flatMap((program) => problemOf(program, `${key} is installed with it`) ?? []);
}

/**
 * Installs a server in exactly the version of its manifest, once, and returns its program.
 *
 * @throws FleetError with code `program-missing`, `installation-failed` or `server-not-deployable`
 */
export async function installServer(
  root: string,
  manifest: ServerManifest,
  progress: (text: string) => void,
): Promise<string> {
  const source = installable(manifest);
  const { key, version } = manifest;
  const folder = await filled(join(cacheFolder(root), key), source, async (made) => {
    const [problem] = serverProblems(root, manifest);
    if (problem) throw problem;
    progress(`Installing ${key}: once for this version.`);
    await withSignsOfLife(`Still installing ${key}`, progress, () =>
      INSTALL[source.kind](made, source as never, `servers/${key}`, version),
    );
  });
  return join(folder, PROGRAM[source.kind], programName(source));
}

const PROGRAM = { go: '', npm: 'node_modules/.bin', pypi: 'bin' };

const INSTALL = { go: installGo, npm: installNpm, pypi: installPypi };

async function installNpm(
  folder: string,
  { package: name, version }: Extract<Installable, { kind: 'npm' }>,
  what: string,
): Promise<void> {
  // A package of its own: npm must not take the repository around it for the one that is meant.
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const quiet = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run(what, 'npm', ['install', '--prefix', folder, ...quiet, `${name}@${version}`], { cwd: folder });
}

async function installPypi(
  folder: string,
  { package: name, version }: Extract<Installable, { kind: 'pypi' }>,
  what: string,
): Promise<void> {
  await run(what, 'python3', ['-m', 'venv', folder]);
  const quiet = ['--no-input', '--disable-pip-version-check', '--quiet'];
  await run(what, join(folder, 'bin', 'pip'), ['install', ...quiet, `${name}==${version}`]);
}

async function installGo(
  folder: string,
  { repository, commit, mainPackage, binary, versionVariable }: Extract<Installable, { kind: 'go' }>,
  what: string,
  version: string,
): Promise<void> {
  const source = join(folder, 'source');
  // Nobody answers where it would ask for a user.
  const env = { GIT_TERMINAL_PROMPT: '0', CGO_ENABLED: '0' };
  await run(what, 'git', ['init', '--quiet', source], { env });
  const cwd = source;
  await run(what, 'git', ['fetch', '--quiet', '--depth', '1', '--', repository, commit], { cwd, env });
  await run(what, 'git', ['checkout', '--quiet', '--detach', 'FETCH_HEAD'], { cwd, env });
  const flags = ['-s', '-w', ...(versionVariable ? ['-X', `${versionVariable}=${version}`] : [])].join(' ');
  const output = join(folder, binary);
  // -mod=mod: some of the repositories have no go.sum.
  const build = ['build', '-mod=mod', '-trimpath', '-ldflags', flags, '-o', output, mainPackage];
  await run(what, 'go', build, { cwd, env });
}
