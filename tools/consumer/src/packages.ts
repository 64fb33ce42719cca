import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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

/** Packs the packages as `npm publish` would; returns the archives by the name of the package. */
export function pack(root: string, packages: readonly Published[], into: string): Map<string, string> {
  const names = packages.flatMap(({ name }) => ['-w', name]);
  const text = execFileSync('npm', ['pack', '--json', '--pack-destination', into, ...names], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  const packed = JSON.parse(text.slice(text.indexOf('['))) as { name: string; filename: string }[];
  return new Map(
    packed.map(({ name, filename }) => [name, join(into, filename.replace('@', '').replace('/', '-'))]),
  );
}

function manifestOf(folder: string): { name: string; private?: boolean } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    private?: boolean;
  };
}
