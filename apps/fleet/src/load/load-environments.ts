import { FleetError, didYouMean, list } from '@mcp-fleet/core';
import type { Environment, ImagePins } from '@mcp-fleet/environment';
import { parseEnvironment, parseImagePins } from '@mcp-fleet/environment';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readEnvironmentFile } from './read-environment-file';

const ENVIRONMENT_FILE = 'environment.ts';
const PINS_FILE = 'images.json';

/** Environments as they lie on disk. */
export interface LoadedEnvironments {
  /** Those that were asked for, then those that their plans may have to know. */
  readonly environments: readonly Environment[];
  /** Names of those that were asked for. */
  readonly selected: readonly string[];
  readonly images: Readonly<Record<string, ImagePins>>;
  /** File of each environment, as messages name it. */
  readonly files: Readonly<Record<string, string>>;
  readonly errors: readonly FleetError[];
}

/**
 * Reads `<folder>/<name>/environment.ts` and the `images.json` beside it.
 *
 * @param only the one environment to read. Others are then read only where a registry may join them: the owner has to
 * know who pulls, and who pulls has to know the owner. Where this one has a host or addresses of its own, others that
 * have some are read too, to hold them against each other. A broken file elsewhere does not stop this one.
 * @param base folder that messages name files from.
 */
export function loadEnvironments(folder: string, base: string, only?: string): LoadedEnvironments {
  const names = environmentNames(folder);
  const shown = relative(base, folder) || '.';
  if (names.length === 0 || (only !== undefined && !names.includes(only))) {
    return { environments: [], selected: [], images: {}, files: {}, errors: [notFound(shown, names, only)] };
  }
  const selected = only === undefined ? names : [only];
  const loaded = selected.map((name) => loadOne(folder, base, name));
  const owners = loaded.flatMap(({ environment }) => registryOwner(environment));
  const others = names.filter((name) => !selected.includes(name));
  const related = others.filter(
    (name) => owners.includes(name) || mentions(join(folder, name), /\bregistry\b/),
  );
  loaded.push(...related.map((name) => loadOne(folder, base, name)));
  if (hasPlace(loaded[0]?.environment)) {
    const neighbours = others.filter(
      (name) => !related.includes(name) && mentions(join(folder, name), /\b(host|cidr|domain)\b/),
    );
    loaded.push(...neighbours.map((name) => ({ ...loadOne(folder, base, name), errors: [] })));
  }
  return {
    environments: loaded.flatMap(({ environment }) => (environment ? [environment] : [])),
    selected,
    images: Object.fromEntries(loaded.map(({ name, pins }) => [name, pins])),
    files: Object.fromEntries(loaded.map(({ name, file }) => [name, file])),
    errors: loaded.flatMap(({ errors }) => errors),
  };
}

interface Loaded {
  readonly name: string;
  readonly file: string;
  readonly environment: Environment | undefined;
  readonly pins: ImagePins;
  readonly errors: readonly FleetError[];
}

function loadOne(folder: string, base: string, name: string): Loaded {
  const path = join(folder, name, ENVIRONMENT_FILE);
  const file = relative(base, path);
  const read = readEnvironmentFile(path);
  const parsed = 'error' in read ? { errors: [read.error] } : parseNamed(read.value, name);
  const pinsPath = join(folder, name, PINS_FILE);
  const pins = readPins(pinsPath);
  const errors = [
    ...parsed.errors.map((error) => error.inFile(file)),
    ...pins.errors.map((error) => error.inFile(relative(base, pinsPath))),
  ];
  return {
    name,
    file,
    environment: 'environment' in parsed ? parsed.environment : undefined,
    pins: pins.pins,
    errors,
  };
}

function registryOwner(environment: Environment | undefined): string[] {
  const registry = environment?.registry;
  return typeof registry === 'object' && 'environment' in registry ? [registry.environment] : [];
}

/** Folders that hold an environment file, in the order of the alphabet. */
export function environmentNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, ENVIRONMENT_FILE)))
    .map(({ name }) => name)
    .sort();
}

function notFound(folder: string, names: readonly string[], only: string | undefined): FleetError {
  return new FleetError({
    code: 'environment-not-found',
    path: folder,
    value: only,
    rule: `an environment is a folder with an ${ENVIRONMENT_FILE}; there are: ${list(names) || 'none'}`,
    fix: names.length > 0 ? didYouMean(only ?? '', names) : `write ${join(folder, 'dev', ENVIRONMENT_FILE)}`,
  });
}

/** Whether it has what no two environments may have: a host, addresses. */
function hasPlace(environment: Environment | undefined): boolean {
  const { domain, network, deployments = {} } = environment ?? {};
  return (
    domain !== undefined ||
    network?.cidr !== undefined ||
    Object.values(deployments).some(({ host }) => host !== undefined)
  );
}

/** Whether the files of an environment have a word. A key that is put together is not found. */
function mentions(folder: string, word: RegExp): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .some((file) => word.test(readFileSync(join(folder, file), 'utf8')));
}

function parseNamed(raw: unknown, folder: string): ReturnType<typeof parseEnvironment> {
  const parsed = parseEnvironment(raw);
  const name = (raw as { name?: unknown }).name;
  if (typeof name !== 'string' || name === folder) return parsed;
  const mismatch = new FleetError({
    code: 'environment-name-mismatch',
    path: 'name',
    value: name,
    rule: `an environment is named as its folder: ${folder}`,
    fix: `write name: '${folder}', or rename the folder`,
  });
  const environment = parsed.environment && { ...parsed.environment, name: folder };
  return { ...(environment ? { environment } : {}), errors: [mismatch, ...parsed.errors] };
}

function readPins(file: string): ReturnType<typeof parseImagePins> {
  if (!existsSync(file)) return { pins: {}, errors: [] };
  try {
    return parseImagePins(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const syntax = new FleetError({
      code: 'images-unreadable',
      path: '',
      value: (error as Error).message,
      rule: 'images.json is JSON',
      fix: 'correct it, or take it from the last commit',
    });
    return { pins: {}, errors: [syntax] };
  }
}
