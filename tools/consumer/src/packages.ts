import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A package of this repository that is published. */
export interface Published {
  readonly name: string;
  readonly folder: string;
}

const STOREYS = ['apps', 'libs', 'modules'];

/** Every package that is not private; a test helper that is published as well is among them. */
export function publishedPackages(root: string): Published[] {
  return STOREYS.flatMap((storey) =>
    readdirSync(join(root, storey))
      .map((name) => join(root, storey, name))
      .filter((folder) => existsSync(join(folder, 'package.json')))
      .map((folder) => ({ folder, manifest: manifestOf(folder) }))
      .filter(({ manifest }) => manifest.private !== true)
      .map(({ folder, manifest }) => ({ folder, name: manifest.name })),
  );
}

/** What the scripts of a package read outside of it, when it is packed. */
const READ_BY_SCRIPTS = ['servers/images', 'apps/router'];

/**
 * Packs the packages as `npm publish` would; returns the archives by the name of the package. A package with scripts is
 * packed in a copy: what they write into its folder for a moment would be read by whatever runs beside this.
 */
export function pack(root: string, packages: readonly Published[], into: string): Map<string, string> {
  const withScripts = packages.filter(({ folder }) => manifestOf(folder).scripts !== undefined);
  const others = packages.filter((one) => !withScripts.includes(one));
  const copy = join(into, 'packing');
  for (const path of [...READ_BY_SCRIPTS, ...withScripts.map(({ folder }) => relative(root, folder))]) {
    cpSync(join(root, path), join(copy, path), {
      recursive: true,
      filter: (file) => !/[\\/](node_modules|assets|\.cache)$/.test(file),
    });
  }
  return new Map([
    ...packIn(
      root,
      into,
      others.flatMap(({ name }) => ['-w', name]),
    ),
    ...withScripts.flatMap(({ folder }) => packIn(join(copy, relative(root, folder)), into, [])),
  ]);
}

function packIn(folder: string, into: string, words: readonly string[]): [string, string][] {
  const text = execFileSync('npm', ['pack', '--json', '--pack-destination', into, ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const packed = JSON.parse(text.slice(text.indexOf('['))) as { name: string; filename: string }[];
  return packed.map(({ name, filename }) => [name, join(into, filename.replace('@', '').replace('/', '-'))]);
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
