import type { Catalog, ServerManifest } from '@mcp-fleet/catalog';
import { loadCatalog, unknownServer } from '@mcp-fleet/catalog';
import { FleetError, didYouMean, throwIfAny } from '@mcp-fleet/core';
import { arch } from 'node:os';
import { relative, resolve } from 'node:path';
import type { BuiltImage, Builder } from '../build/build-image';
import { buildImage } from '../build/build-image';
import type { Architecture } from '../spec/image-spec';
import { serverSpec } from '../spec/specs';

const ARCHITECTURES: readonly Architecture[] = ['arm64', 'x86_64'];

/** The architecture that was asked for; without one, this computer's: what is built is tried out here. */
export function architectureOf(wanted: string | undefined): Architecture {
  if (wanted === undefined) return arch() === 'arm64' ? 'arm64' : 'x86_64';
  const known = ARCHITECTURES.find((architecture) => architecture === wanted);
  if (known) return known;
  throw new FleetError({
    code: 'architecture-unsupported',
    path: '--architecture',
    value: wanted,
    rule: `an image is built for one of: ${ARCHITECTURES.join(', ')}`,
    fix: wanted === 'amd64' ? 'amd64 is x86_64 here, as AWS says it' : didYouMean(wanted, ARCHITECTURES),
  });
}

/**
 * A server of the catalog, and all errors of its manifests.
 *
 * @throws FleetErrors
 */
export function findServer(key: string, root = '.'): ServerManifest {
  const base = resolve(root);
  const { catalog, errors } = loadCatalog(resolve(base, 'servers'));
  const own = errors.filter(({ file = '' }) => file.split('/').includes(key));
  throwIfAny(own.map((error) => (error.file ? error.inFile(relative(base, error.file)) : error)));
  return known(catalog, key);
}

function known({ servers }: Catalog, key: string): ServerManifest {
  const server = Object.hasOwn(servers, key) ? servers[key] : undefined;
  if (server) return server;
  const keys = Object.keys(servers);
  throw new FleetError({
    code: 'unknown-server',
    path: 'servers',
    value: key,
    ...unknownServer(key, keys),
  });
}

/** Builds the image of one server. */
export function buildServer(
  builder: Builder,
  server: ServerManifest,
  architecture: Architecture,
): Promise<BuiltImage> {
  return buildImage(builder, serverSpec(server, architecture));
}
