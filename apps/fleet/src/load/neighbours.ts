import type { FleetError } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An environment as its file has it, sound or not. */
export interface Loaded {
  /** Name of its folder. */
  readonly name: string;
  /** What the file exports; undefined where it could not be run. */
  readonly raw: unknown;
  /** The environment; undefined if its file is broken. */
  readonly environment: Environment | undefined;
  /** Errors of its file. */
  readonly errors: readonly FleetError[];
}

/** Environments that the plan of the asked one cannot do without: the owner of its registry. */
export function registryOwners({ environment }: Loaded): string[] {
  const registry = environment?.registry;
  return typeof registry === 'object' && 'environment' in registry ? [registry.environment] : [];
}

/** Whether another environment could have a part in a plan: by a registry, or by what no two environments may have. */
export function isNeighbour(folder: string, asked: Loaded): boolean {
  return (
    mentions(folder, /\bregistry\b/) ||
    (hasPlace(asked.environment) && mentions(folder, /\b(host|cidr|domain)\b/))
  );
}

/**
 * Whether the errors of another environment are errors of the asked one: where it pulls from its registry, or where
 * nobody can tell because nothing of it can be read; also where the asked one names it as the other side of a failover
 * and nothing is left of it.
 *
 * @param folder of the other one.
 */
export function concerns(other: Loaded, folder: string, asked: Loaded): boolean {
  if (other.environment === undefined && failoverPartners(asked).includes(other.name)) return true;
  if (other.raw !== undefined) return registryOf(other.raw) === asked.name;
  const quoted = new RegExp(`(['"\`])${asked.name}\\1`);
  return mentions(folder, /\bregistry\b/) && mentions(folder, quoted);
}

/** Environments that the asked one names as the other side of a failover. */
export function failoverPartners({ environment }: Loaded): string[] {
  return Object.values(environment?.deployments ?? {}).flatMap(({ failover }) =>
    failover ? [failover.with] : [],
  );
}

/** The environment that a registry names, also in the wrong form; the rest of the file may be wrong as well. */
function registryOf(raw: unknown): unknown {
  const { registry } = raw as { registry?: unknown };
  if (typeof registry !== 'object' || registry === null) return registry;
  return (registry as { environment?: unknown }).environment;
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
