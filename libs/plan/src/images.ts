import type { ServerManifest } from '@mcp-fleet/catalog';
import { shortHash } from '@mcp-fleet/core';

/** Raised when the way images are built changes for all of them. */
const BUILD_FORMAT = 'image-format-1';

/** What an image would hold of a server: the commit or the version that is built. */
export function contentOf(server: ServerManifest): string {
  const source = server.source;
  if (source?.kind === 'go') return source.commit;
  return source?.kind === 'oci' ? source.image : (source?.version ?? server.version);
}

/** A package has a version of its own; a commit or a foreign image has the server's. */
function versionOf({ source, version }: ServerManifest): string {
  return source?.kind === 'npm' || source?.kind === 'pypi' ? source.version : version;
}

/**
 * The tag of the image that holds these servers: `v<version>-<12 hex of the build inputs>`, so that the same inputs
 * always mean the same tag and another input always another one. The list of inputs: the manifests of the servers and
 * the architecture. An image of several servers has no version of its own and is `v0`.
 */
export function imageTag(servers: readonly ServerManifest[], architecture: string): string {
  const inputs = [
    BUILD_FORMAT,
    architecture,
    ...servers.flatMap(({ key, files }) => files.map((file) => `${key}/${file.path} ${file.sha256}`)).sort(),
  ];
  const [only, ...more] = servers;
  const version = only && more.length === 0 ? versionOf(only) : '0';
  const safe = (version || '0')
    .replace(/^v/, '')
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .slice(0, 64);
  return `v${safe}-${shortHash(inputs.join('\n'), 12)}`;
}
