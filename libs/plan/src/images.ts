import type { ServerManifest } from '@mcp-fleet/catalog';
import { programVersion } from '@mcp-fleet/catalog';
import { shortHash } from '@mcp-fleet/core';
import { IMAGE_RECIPE } from './image-recipe';

/** What an image would hold of a server: the commit or the version that is built. */
export function contentOf(server: ServerManifest): string {
  const source = server.source;
  if (source?.kind === 'go') return source.commit;
  return source?.kind === 'oci' ? source.image : (source?.version ?? server.version);
}

/**
 * The tag of the image that holds these servers: `v<version>-<12 hex of the build inputs>`, so that the same inputs
 * always mean the same tag and another input always another one. The inputs: Dockerfiles and router (as
 * `npm run images:recipe` noted them), the files of the servers, the architecture. An image of no or several servers has
 * no version of its own and is `v0`.
 */
export function imageTag(servers: readonly ServerManifest[], architecture: string): string {
  const inputs = [
    IMAGE_RECIPE,
    architecture,
    ...servers.flatMap(({ key, files }) => files.map((file) => `${key}/${file.path} ${file.sha256}`)).sort(),
  ];
  const [only, ...more] = servers;
  const version = only && more.length === 0 ? programVersion(only) : '0';
  const safe = (version || '0')
    .replace(/^v/, '')
    .replace(/[^A-Za-z0-9_.-]/g, '-')
    .slice(0, 64);
  return `v${safe}-${shortHash(inputs.join('\n'), 12)}`;
}
