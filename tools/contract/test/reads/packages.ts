import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type Input = string | Readonly<Record<string, unknown>>;
type NamedInputs = Readonly<Record<string, readonly Input[]>>;

/** A package of the workspace, as far as its tests are concerned. */
export interface Package {
  readonly name: string;
  /** Path of its folder, relative to the workspace. */
  readonly folder: string;
  readonly dependencies: readonly string[];
  readonly namedInputs: NamedInputs;
  /** Inputs of its tests; those of nx.json where it names none. */
  readonly testInputs: readonly Input[];
  /** Its entries: `.` or `./name` → file, relative to its folder. */
  readonly sources: Readonly<Record<string, string>>;
}

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly main?: string;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly nx?: {
    readonly namedInputs?: NamedInputs;
    readonly targets?: { readonly test?: { readonly inputs?: readonly Input[] } };
  };
}

interface NxJson {
  readonly namedInputs: NamedInputs;
  readonly targetDefaults: { readonly test: { readonly inputs: readonly Input[] } };
}

const STOREYS = ['apps', 'libs', 'modules', 'tools'];

/** Every package that jest tests, by name. */
export function readPackages(root: string): ReadonlyMap<string, Package> {
  const nx = JSON.parse(readFileSync(join(root, 'nx.json'), 'utf8')) as NxJson;
  const folders = STOREYS.flatMap((storey) =>
    readdirSync(join(root, storey)).map((name) => `${storey}/${name}`),
  ).filter((folder) => existsSync(join(root, folder, 'package.json')));
  const packages = folders.map((folder): [string, Package] => {
    const json = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageJson;
    const dependencies = { ...json.peerDependencies, ...json.devDependencies, ...json.dependencies };
    return [
      json.name,
      {
        name: json.name,
        folder,
        dependencies: Object.keys(dependencies),
        namedInputs: { ...nx.namedInputs, ...json.nx?.namedInputs },
        testInputs: json.nx?.targets?.test?.inputs ?? nx.targetDefaults.test.inputs,
        sources: sourcesOf(json),
      },
    ];
  });
  return new Map(packages);
}

/** The packages that one is built on, at any depth, without itself. */
function below(one: Package, packages: ReadonlyMap<string, Package>): Package[] {
  const found = new Map<string, Package>();
  const visit = ({ dependencies }: Package): void => {
    for (const name of dependencies) {
      const dependency = packages.get(name);
      if (!dependency || found.has(name) || dependency === one) continue;
      found.set(name, dependency);
      visit(dependency);
    }
  };
  visit(one);
  return [...found.values()];
}

/** Which files make Nx test a package again: patterns relative to the workspace; `!` takes out. */
export function patternsOfTests(one: Package, packages: ReadonlyMap<string, Package>): string[][] {
  return [
    patterns(one.testInputs, one),
    ...below(one, packages).map((dependency) =>
      patterns(
        one.testInputs.flatMap((input) =>
          typeof input === 'string' && input.startsWith('^') ? [input.slice(1)] : [],
        ),
        dependency,
      ),
    ),
  ];
}

function patterns(inputs: readonly Input[], { folder, namedInputs }: Package): string[] {
  return inputs.flatMap((input) => {
    if (typeof input !== 'string' || input.startsWith('^')) return [];
    const named = namedInputs[input];
    if (named) return patterns(named, { folder, namedInputs } as Package);
    return [input.replace('{projectRoot}', folder).replace('{workspaceRoot}/', '')];
  });
}

function sourcesOf({ main = '', exports = { '.': main } }: PackageJson): Record<string, string> {
  return Object.fromEntries(
    Object.entries(exports).map(([entry, file]) => [
      entry,
      typeof file === 'string' ? file : (file['@mcp-fleet/source'] ?? ''),
    ]),
  );
}

/** The file that an import of a package of the workspace loads. */
export function sourceOf(
  from: string,
  packages: ReadonlyMap<string, Package>,
  root: string,
): string | undefined {
  const name = from.split('/').slice(0, 2).join('/');
  const { folder, sources } = packages.get(name) ?? packages.get(from.split('/')[0] ?? '') ?? {};
  const file = sources?.[`.${from.slice(name.length)}`];
  return folder && file ? join(root, folder, file) : undefined;
}
