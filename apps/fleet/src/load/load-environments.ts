import { FleetError, didYouMean, list } from '@mcp-fleet/core';
import type { Environment, ImagePins } from '@mcp-fleet/environment';
import { parseEnvironment, parseImagePins, standInFor } from '@mcp-fleet/environment';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Loaded } from './neighbours';
import { concerns, failoverPartners, isNeighbour, registryOwners } from './neighbours';
import { readEnvironmentFile } from './read-environment-file';

const ENVIRONMENT_FILE = 'environment.ts';
const PINS_FILE = 'images.json';

/** Environments as they lie on disk. */
export interface LoadedEnvironments {
  /** Those that were asked for, then those that their plans may have to know. */
  readonly environments: readonly Environment[];
  /** Names of those that were asked for. */
  readonly selected: readonly string[];
  /** Pins of images.json, by the name of the environment. */
  readonly images: Readonly<Record<string, ImagePins>>;
  /** File of each environment, as messages name it. */
  readonly files: Readonly<Record<string, string>>;
  /** Names of those that are broken, and that the plan of the one that was asked for does without. */
  readonly leftOut: readonly string[];
  /** Errors of the files that were asked for. */
  readonly errors: readonly FleetError[];
}

/**
 * Reads `<folder>/<name>/environment.ts` and the `images.json` beside it.
 *
 * @param only the one environment to read. Others are then read only where a registry may join them: the owner has to
 * know who pulls, and who pulls has to know the owner. Where this one has a host or addresses of its own, others that
 * have some are read too, to hold them against each other; all are, where it names a registry's owner that is none. What
 * is broken elsewhere stops this one only where it takes part in it.
 * @param base folder that messages name files from.
 */
export function loadEnvironments(folder: string, base: string, only?: string): LoadedEnvironments {
  const names = environmentNames(folder);
  const shown = relative(base, folder) || '.';
  if (names.length === 0 || (only !== undefined && !names.includes(only))) {
    const errors = [notFound(shown, names, only)];
    return { environments: [], selected: [], images: {}, files: {}, leftOut: [], errors };
  }
  const selected = only === undefined ? names : [only];
  const asked = selected.map((name) => loadOne(folder, base, name));
  const others = names.filter((name) => !selected.includes(name));
  const { joined, leftOut } = loadOthers(folder, base, asked[0] as LoadedOne, others);
  const loaded = [...asked, ...joined];
  return {
    environments: loaded.flatMap(({ environment }) => (environment ? [environment] : [])),
    selected,
    images: Object.fromEntries(loaded.map(({ name, pins }) => [name, pins])),
    files: Object.fromEntries(loaded.map(({ name, file }) => [name, file])),
    leftOut,
    errors: loaded.flatMap(({ errors }) => errors),
  };
}

interface LoadedOne extends Loaded {
  readonly file: string;
  readonly pins: ImagePins;
}

/** Those of the others that the plan of one environment looks at, and the names of those that are too broken for it. */
function loadOthers(
  folder: string,
  base: string,
  asked: LoadedOne,
  others: readonly string[],
): { joined: LoadedOne[]; leftOut: string[] } {
  const joined: LoadedOne[] = [];
  const leftOut: string[] = [];
  const owners = registryOwners(asked);
  // Which owners there are, is said where the one that is named does not exist.
  const lost = owners.some((owner) => !others.includes(owner));
  const partners = failoverPartners(asked);
  for (const name of others) {
    const place = join(folder, name);
    if (!lost && !owners.includes(name) && !isNeighbour(place, asked)) continue;
    const other = loadOne(folder, base, name);
    const isSound = other.errors.length === 0;
    if (isSound || owners.includes(name) || concerns(other, place, asked)) joined.push(other);
    // What is left of the other side of a failover is enough: in an outage nobody mends it first.
    else if (partners.includes(name)) joined.push({ ...withoutGuess(other), errors: [] });
    else leftOut.push(name);
  }
  return { joined, leftOut };
}

/** An account or a Region that only stands in is held against nobody. */
function withoutGuess(other: LoadedOne): LoadedOne {
  const { environment, errors } = other;
  if (environment === undefined || !errors.some((error) => standInFor(error) === 'aws')) return other;
  return { ...other, environment: { ...environment, aws: undefined } };
}

function loadOne(folder: string, base: string, name: string): LoadedOne {
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
    raw: 'value' in read ? read.value : undefined,
    environment: 'environment' in parsed ? parsed.environment : undefined,
    pins: pins.pins,
    errors,
  };
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
