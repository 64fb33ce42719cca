import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { type Package, patternsOfTests, sourceOf } from './packages';
import { ANY, importsOf, pathsIn } from './paths-in-file';

/** The matcher that Nx itself uses. */
const { minimatch } = createRequire(require.resolve('nx/package.json'))('minimatch') as {
  minimatch(path: string, pattern: string, options: { dot: boolean }): boolean;
};

/** A whole fleet is read where a test gives on the root of the repository. */
const FLEET = ['environments', 'servers'];
/** Pages and Dockerfiles beside the servers: no fleet is made of them. */
const NO_SERVER = /^servers\/(images\/|[^/]+$)/;
/** Digits that end in image tags. No test depends on their value; one of apps/cli compares them with their sources. */
const OPAQUE = 'servers/images/recipe.json';
const MADE = /(^|\/)(node_modules|dist|cdktf\.out|\.nx|\.cache|\.venv|__pycache__)(\/|$)/;

/**
 * What the tests of a package read outside of it while no input of theirs says so: paths relative to the root, each
 * with the file that names it.
 */
export function undeclaredReads(
  one: Package,
  packages: ReadonlyMap<string, Package>,
  root: string,
): string[] {
  const inputs = patternsOfTests(one, packages);
  const isInput = (path: string): boolean => inputs.some((patterns) => matches(path, patterns));
  const files = filesBelow(join(root, one.folder, 'test')).filter((file) => file.endsWith('.ts'));
  const found = new Set<string>();
  const folder = join(root, one.folder);
  for (const file of reachedFrom(files, folder, packages, root)) {
    const named = [...importsOf(file), ...pathsIn(file, root)].filter((path) => path.startsWith('/'));
    for (const path of named.flatMap((each) => (each === root ? fleetOf(root) : [each]))) {
      const shown = relative(root, path);
      if (shown.startsWith('..') || `${shown}/`.startsWith(`${one.folder}/`) || MADE.test(shown)) continue;
      if (shown === OPAQUE) continue;
      if (!isCovered(path, root, isInput)) found.add(`${shown} (${relative(root, file)})`);
    }
  }
  return [...found].sort();
}

function fleetOf(root: string): string[] {
  return FLEET.map((folder) => join(root, folder));
}

/** A folder is covered when all that it holds is; a path with an unknown part, when anything below its known part is. */
function isCovered(path: string, root: string, isInput: (path: string) => boolean): boolean {
  const known = path.split(ANY)[0] ?? '';
  if (known !== path) {
    const folder = known.slice(0, known.lastIndexOf('/'));
    // Nothing is known of a path right below the root.
    return folder === root || filesIn(folder, root).some(isInput);
  }
  if (!existsSync(path)) return true;
  const isFleet = FLEET.includes(relative(root, path));
  return filesIn(path, root).every((file) => isInput(file) || (isFleet && NO_SERVER.test(file)));
}

function filesIn(path: string, root: string): string[] {
  if (!existsSync(path)) return [];
  const files = statSync(path).isDirectory() ? filesBelow(path) : [path];
  return files.map((file) => relative(root, file));
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !MADE.test(name) && !/^\.(state|env)$/.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

function matches(path: string, patterns: readonly string[]): boolean {
  const hit = (pattern: string): boolean => minimatch(path, pattern, { dot: true });
  const [out, into] = [true, false].map((isOut) => patterns.filter((each) => each.startsWith('!') === isOut));
  return into?.some(hit) === true && out?.some((pattern) => hit(pattern.slice(1))) !== true;
}

/** The files that are loaded with others: by imports, and as a program of the same package that a test starts. */
function reachedFrom(
  files: readonly string[],
  folder: string,
  packages: ReadonlyMap<string, Package>,
  root: string,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (reached.has(file) || MADE.test(relative(root, file))) continue;
    reached.add(file);
    const programs = pathsIn(file, root).filter((path) => path.startsWith(`${folder}/`));
    const imported = importsOf(file).flatMap((from) =>
      from.startsWith('/') ? [from] : (sourceOf(from, packages, root) ?? []),
    );
    waiting.push(
      ...[...programs, ...imported].filter((path) => /\.(ts|cjs)$/.test(path) && existsSync(path)),
    );
  }
  return reached;
}
