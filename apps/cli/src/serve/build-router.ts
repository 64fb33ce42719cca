import type { FleetError } from '@mcp-fleet/core';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, filled, hashFiles, isFilled } from './cache';
import { GO, problemOf, run } from './program';
import { withSignsOfLife } from './sign-of-life';

/** What the binary is made of; tests and proofs are not. */
const SOURCE = /(?:^|\/)(?:[^/]+\.go|go\.(?:mod|sum)|schema\/[^/]+\.json|names\.json)$/;
const NOT_SOURCE = /_test\.go$|^(?:dist|test|testdata|bench)\//;

/**
 * The router's binary, built where its sources changed.
 *
 * @throws FleetError with code `program-missing` or `installation-failed`
 */
export async function buildRouter(root: string, progress: (text: string) => void): Promise<string> {
  const { folder, source, key } = places(root);
  const made = await filled(folder, key, async (to) => {
    const problem = problemOf(GO, 'the router is built with it');
    if (problem) throw problem;
    progress('Building the router: about a minute the first time.');
    const build = ['build', '-trimpath', '-ldflags', '-s -w', '-o', join(to, 'mcp-router')];
    await withSignsOfLife('Still building the router', progress, () =>
      run('apps/router', 'go', [...build, './cmd/mcp-router'], { cwd: source, env: { CGO_ENABLED: '0' } }),
    );
  });
  return join(made, 'mcp-router');
}

/** Why the router cannot be built, where it has to be. */
export function routerProblem(root: string): FleetError | undefined {
  const { folder, key } = places(root);
  return isFilled(folder, key) ? undefined : problemOf(GO, 'the router is built with it');
}

function places(root: string): { folder: string; source: string; key: string } {
  const source = join(root, 'apps', 'router');
  return { folder: join(cacheFolder(root), 'router'), source, key: hashFiles(source, sourcesOf(source)) };
}

function sourcesOf(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => SOURCE.test(file) && !NOT_SOURCE.test(file))
    .sort();
}
