import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const PACKAGE = resolve(__dirname, '../../..');
/** What the published package brings along (see assets.cjs): the same folders as in the repository. */
const ASSETS = join(PACKAGE, 'assets');

/**
 * Folder with the Dockerfiles and the router: `assets` of the published package, or this repository. Servers and
 * environments may be elsewhere.
 */
export const REPOSITORY = existsSync(ASSETS) ? ASSETS : resolve(PACKAGE, '../..');

/** Folder of the Dockerfiles and their policy, in this repository. */
export const DOCKERFILE_FOLDER = 'servers/images';
const ROUTER = 'apps/router';
/** What the router is built from, in its folder. */
const ROUTER_SOURCES = ['go.mod', 'go.sum', 'cmd', 'internal', 'schema'];

/** A file that decides what is in an image: its path in this repository, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export function dockerfiles(): SourceFile[] {
  return readdirSync(join(REPOSITORY, DOCKERFILE_FOLDER))
    .filter((name) => name.endsWith('.Dockerfile'))
    .sort()
    .map((name) => sourceFile(`${DOCKERFILE_FOLDER}/${name}`));
}

export function dockerfile(name: string): SourceFile {
  return sourceFile(`${DOCKERFILE_FOLDER}/${name}`);
}

/** The sources of the router, without its tests. */
export function routerFiles(): SourceFile[] {
  return ROUTER_SOURCES.flatMap((name) => filesBelow(`${ROUTER}/${name}`))
    .filter((path) => !path.endsWith('_test.go') && !path.includes('/testdata/'))
    .sort()
    .map(sourceFile);
}

/** Path of a file of the router in its own folder. */
export function inRouter({ path }: SourceFile): string {
  return relative(ROUTER, path);
}

function filesBelow(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(REPOSITORY, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(REPOSITORY, join(entry.parentPath ?? entry.path, entry.name)));
}

/** Line ends are git's business: the same sources have the same hash on every machine. */
function sourceFile(path: string): SourceFile {
  return { path, text: readFileSync(join(REPOSITORY, path), 'utf8').replaceAll('\r\n', '\n') };
}
