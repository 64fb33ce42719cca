import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { FleetError } from '@mcp-fleet/core';
import { clientConfiguration } from './client-configuration';
import { inconsistencies } from './consistency';
import { checkDeploymentJson } from './deployment-json';
import { derive } from './derive';
import type { Checked } from './issues';
import { parseJson } from './json-text';
import type { Catalog, ServerManifest } from './manifest';
import { badKey } from './server-key';
import { checkServerJson } from './server-json';

export interface LoadOptions {
  /** Folder that relative folders start from. @default - the working directory */
  readonly cwd?: string;
}

/** What was read: the servers without errors, and all errors of the others. */
export interface LoadedCatalog {
  /** Servers without errors. */
  readonly catalog: Catalog;
  /** Errors of the others. */
  readonly errors: readonly FleetError[];
}

const SERVER = 'server.json';
const DEPLOYMENT = 'deployment.json';
/** What a build noted of the packages in an image, where somebody has committed it: the next build keeps to it. */
const LOCKS = ['constraints.txt', 'package-lock.json'];
/** Holds Dockerfiles beside the servers. */
const NO_SERVER = 'images';

/**
 * Reads every sub-folder of the folders that holds a server.json. A folder's name is its server's key. Nothing is
 * thrown: errors have code `manifest-unreadable`, `manifest-invalid` or `manifest-inconsistent` and name files as the
 * folders were given. A server that cannot be deployed is no error: its manifest has a `problem`.
 */
export function loadCatalog(folders: string | readonly string[], options: LoadOptions = {}): LoadedCatalog {
  const cwd = options.cwd ?? process.cwd();
  const errors: FleetError[] = [];
  const found = new Map<string, { manifest: ServerManifest | undefined; folder: string }>();
  for (const given of typeof folders === 'string' ? [folders] : folders) {
    const root = given.replace(/\/+$/, '') || '/';
    for (const key of subfolders(root, cwd, errors)) {
      const folder = `${root}/${key}`;
      const loaded = loadServer(key, folder, cwd);
      if (!loaded) continue;
      errors.push(...loaded.errors);
      const first = found.get(key)?.folder;
      if (first === undefined) found.set(key, { manifest: loaded.value, folder });
      else errors.push(twice(key, folder, first));
    }
  }
  // Without a prototype, so that a server asked for as "constructor" is unknown like any other.
  const servers = Object.create(null) as Record<string, ServerManifest>;
  for (const [key, { manifest }] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (manifest) servers[key] = manifest;
  }
  return { catalog: { servers }, errors };
}

function subfolders(root: string, cwd: string, errors: FleetError[]): string[] {
  try {
    return readdirSync(resolve(cwd, root))
      .filter((name) => name !== NO_SERVER)
      .sort();
  } catch {
    errors.push(
      new FleetError({
        code: 'manifest-unreadable',
        file: root,
        path: '',
        rule: 'a catalog is a folder with a sub-folder for each server, and this one cannot be read',
        fix: 'make the folder, or correct its path',
      }),
    );
    return [];
  }
}

/** Undefined where the folder holds neither file: it is no server. */
function loadServer(key: string, folder: string, cwd: string): Checked<ServerManifest> | undefined {
  const server = readManifest(`${folder}/${SERVER}`, cwd, checkServer);
  const deployment = readManifest(`${folder}/${DEPLOYMENT}`, cwd, checkDeploymentJson);
  if (!server && !deployment) return undefined;

  const errors = [
    ...badKey(key, folder),
    ...(server?.errors ?? [noServer(folder)]),
    ...(deployment?.errors ?? []),
  ];
  if (!server?.value || (deployment && !deployment.value)) return { errors };

  const files = [
    ...(deployment ? [{ path: DEPLOYMENT, sha256: deployment.sha256 }] : []),
    { path: SERVER, sha256: server.sha256 },
    ...LOCKS.flatMap((path) => {
      const text = readText(`${folder}/${path}`, cwd);
      if (text instanceof FleetError) errors.push(text);
      return typeof text === 'string' ? [{ path, sha256: hashOf(text) }] : [];
    }),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const derived = derive({ key, server: server.value, deployment: deployment?.value, files });
  if (deployment?.value) {
    errors.push(...inconsistencies(server.value, deployment.value, derived, `${folder}/${DEPLOYMENT}`));
  }
  return errors.length > 0 ? { errors } : { value: derived.manifest, errors };
}

/** {@link checkServerJson}, but for what is no manifest at all. */
function checkServer(value: unknown, file: string): ReturnType<typeof checkServerJson> {
  const error = clientConfiguration(value, file);
  return error ? { errors: [error] } : checkServerJson(value, file);
}

/** Undefined where there is no such file. */
function readManifest<T>(
  file: string,
  cwd: string,
  check: (value: unknown, file: string) => Checked<T>,
): (Checked<T> & { sha256: string }) | undefined {
  const read = readText(file, cwd);
  if (read === undefined) return undefined;
  if (read instanceof FleetError) return { errors: [read], sha256: '' };
  const sha256 = hashOf(read);
  const { value, error } = parseJson(read, file);
  return error ? { errors: [error], sha256 } : { ...check(value, file), sha256 };
}

/** Line ends are git's business: the same text has the same hash on every machine. */
function hashOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

function readText(file: string, cwd: string): string | FleetError | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(resolve(cwd, file)));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return new FleetError({
      code: 'manifest-unreadable',
      file,
      path: '',
      rule: 'a manifest is a readable file in UTF-8',
      fix:
        code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
          ? 'save it as UTF-8'
          : `make it readable (${code ?? 'unknown'})`,
    });
  }
}

function noServer(folder: string): FleetError {
  return new FleetError({
    code: 'manifest-unreadable',
    file: `${folder}/${SERVER}`,
    path: '',
    rule: 'a server has a server.json, and this folder has only a deployment.json',
    fix: "put the server's server.json beside it",
  });
}

function twice(key: string, folder: string, first: string): FleetError {
  return new FleetError({
    code: 'manifest-inconsistent',
    file: folder,
    path: '',
    value: key,
    rule: `a server is in the catalog once, and ${first} has the same name`,
    fix: 'rename or remove one of the folders',
  });
}
