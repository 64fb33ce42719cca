import { FleetError } from '@mcp-fleet/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const PROGRAM = 'mcp-fleet';
const SCOPE = '@mcp-fleet';

/** What would make the report of any command misleading: it is checked before the command begins. */
export function checkFleet(root: string, own = ownVersion()): FleetError[] {
  if (!['environments', 'servers'].some((folder) => existsSync(join(root, folder)))) return [missing(root)];
  return [...newer(root, own), ...twice(join(root, 'node_modules'))];
}

function missing(root: string): FleetError {
  return new FleetError({
    code: 'fleet-missing',
    path: resolve(root),
    rule: 'a fleet is a folder with environments/ and servers/',
    fix: 'go to the folder of the fleet, name it with --root, or make one: mcp-fleet init <folder>',
  });
}

/** A fleet asks for the version that made it; an older program would not know its keys. */
function newer(root: string, own: string): FleetError[] {
  const { dependencies, devDependencies } = readManifest(root);
  const range = { ...dependencies, ...devDependencies }[PROGRAM];
  const wanted = /^[\^~>=\s]*(\d+\.\d+\.\d+)/.exec(range ?? '')?.[1];
  if (wanted === undefined || !isOlder(own, wanted)) return [];
  return [
    new FleetError({
      code: 'fleet-newer',
      file: 'package.json',
      path: PROGRAM,
      value: range,
      rule: `the fleet was made by a newer mcp-fleet than this one, which is ${own}`,
      fix: 'run npm install in the fleet, then npx mcp-fleet',
    }),
  ];
}

/** npm nests a second version of a package below the one that asks for it. */
function twice(modules: string): FleetError[] {
  const packages = [PROGRAM, ...ours(modules)];
  const nested = packages.flatMap((by) =>
    ours(join(modules, by, 'node_modules')).map((name) => ({ by, name })),
  );
  return nested.flatMap(({ by, name }) => {
    const inner = readManifest(join(modules, by, 'node_modules', name)).version;
    const outer = readManifest(join(modules, name)).version;
    if (inner === undefined || outer === undefined || inner === outer) return [];
    return [
      new FleetError({
        code: 'package-twice',
        file: 'node_modules',
        path: name,
        value: `${outer}, and ${inner} for ${by}`,
        rule: 'all packages of mcp-fleet that are installed have one version',
        fix: 'ask for the same version of each in package.json, then npm install; npm ls shows who asks for which',
      }),
    ];
  });
}

function ours(modules: string): string[] {
  const folder = join(modules, SCOPE);
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => `${SCOPE}/${name}`)
    : [];
}

function ownVersion(): string {
  return readManifest(resolve(__dirname, '..')).version ?? '0.0.0';
}

/** Empty where there is none, or none that can be read: npm says that better. */
function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}

function isOlder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((version) => version.split('.').map((part) => Number.parseInt(part, 10)));
  const at = [0, 1, 2].find((i) => a?.[i] !== b?.[i]);
  return at !== undefined && (a?.[at] ?? 0) < (b?.[at] ?? 0);
}
