import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  loadCatalog,
  routerServers,
  schemaFiles as catalogSchemas,
  type ServerManifest,
} from '@mcp-fleet/catalog';
import { throwIfAny } from '@mcp-fleet/core';
import { schemaFiles as environmentSchemas } from '@mcp-fleet/environment';
import { environmentPage } from './environment-page';
import { environmentTypes } from './environment-types';
import { libReadme } from './lib-readme';
import { moduleReadme } from './module-readme';
import { serversPage } from './servers-page';
import { readIfThere, readPackage, readText, type SourcePackage } from './source-package';

/**
 * The servers that this repository ships, and whose manifests its own tests hold. Every other folder in `servers` is a
 * user's.
 */
export const SHIPPED_SERVERS = [
  'atlassian',
  'aws-documentation',
  'aws-iac',
  'aws-location',
  'aws-pricing',
  'cloudwatch',
  'cloudwatch-applicationsignals',
  'dynatrace',
  'eks',
  'everything',
  'filesystem',
  'git',
  'github',
  'gitlab',
  'pagerduty',
  'prometheus',
  'servicenow',
  'terraform',
];

/**
 * Every generated file of a repository: path relative to its root → content. Sorted by path. A server that a user adds
 * changes docs/servers.md alone.
 */
export function generatedFiles(root: string): Readonly<Record<string, string>> {
  const { catalog, errors } = loadCatalog('servers', { cwd: root });
  throwIfAny(errors);
  const refs = readPackage(join(root, 'libs/refs'));
  const files = {
    ...readmes(root, 'libs', libReadme),
    ...readmes(root, 'modules', (source) => moduleReadme(source, refs)),
    ...inFolder('apps/router/testdata/servers', routerFixtures(startKnown(shippedServers(root)))),
    ...inFolder('libs/catalog/schema', catalogSchemas()),
    ...inFolder('libs/environment/schema', environmentSchemas()),
    'libs/environment/src/environment-input.ts': environmentTypes(),
    'docs/environment-file.md': environmentPage(readText(join(root, 'tools/docs/examples/environment.ts'))),
    'docs/servers.md': serversPage(catalog),
  };
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Manifests of the servers that the repository ships. */
export function shippedServers(root: string): Readonly<Record<string, ServerManifest>> {
  const { servers } = loadCatalog('servers', { cwd: root }).catalog;
  return Object.fromEntries(Object.entries(servers).filter(([key]) => SHIPPED_SERVERS.includes(key)));
}

/** The files that are not on disk as they are given. */
export function staleFiles(root: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files)
    .filter(([path, content]) => readIfThere(join(root, path)) !== content)
    .map(([path]) => path);
}

/** servers.json of an image with one server each: what the router's own tests read. */
/** The servers whose program is known before their image is built: what an image starts, its build asks. */
export function startKnown(
  servers: Readonly<Record<string, ServerManifest>>,
): Readonly<Record<string, ServerManifest>> {
  return Object.fromEntries(Object.entries(servers).filter(([, { source }]) => source?.kind !== 'oci'));
}

function routerFixtures(servers: Readonly<Record<string, ServerManifest>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(servers).map(([key, server]) => [
      `${key}.json`,
      `${JSON.stringify(routerServers([server]), null, 2)}\n`,
    ]),
  );
}

function readmes(
  root: string,
  storey: string,
  write: (source: SourcePackage) => string,
): Record<string, string> {
  // A folder without an index is no package yet.
  const names = readdirSync(join(root, storey)).filter(
    (name) => readIfThere(join(root, storey, name, 'src/index.ts')) !== undefined,
  );
  return Object.fromEntries(
    names.map((name) => [`${storey}/${name}/README.md`, write(readPackage(join(root, storey, name)))]),
  );
}

function inFolder(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [`${folder}/${name}`, content]));
}
