import type { ServerManifest } from '@mcp-fleet/catalog';
import { programVersion } from '@mcp-fleet/catalog';
import { shortHash } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from './context';
import type { ImagePlan } from './model/fleet-plan';
import type { Registry } from './registry';

/** What an image would hold of a server: the commit or the version that is built. */
export function contentOf(server: ServerManifest): string {
  const source = server.source;
  if (source?.kind === 'go') return source.commit;
  return source?.kind === 'oci' ? source.image : (source?.version ?? server.version);
}

/**
 * The tag of the image that holds these servers: `v<version>-<12 hex of the build inputs>`, so that the same inputs
 * always mean the same tag and another input always another one. The inputs: Dockerfiles and router (their hash is the
 * recipe), the files of the servers, the architecture. An image of no or several servers has no version of its own and
 * is `v0`.
 */
export function imageTag(servers: readonly ServerManifest[], architecture: string, recipe: string): string {
  const inputs = [
    recipe,
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

/** The image of these servers in a repository of the registry: the pinned one, or that of the tag. */
export function planImage(
  context: PlanContext,
  { input }: Deployment,
  registry: Registry,
  repository: string,
  servers: readonly ServerManifest[],
): ImagePlan {
  const repositoryName = `${registry.prefix}/${repository}`;
  const architecture = input.architecture ?? 'arm64';
  const pin = Object.hasOwn(context.pins, repositoryName) ? context.pins[repositoryName] : undefined;
  return {
    repositoryName,
    registry: registry.aws,
    architecture,
    tag: imageTag(servers, architecture, context.input.imageRecipe),
    ...(pin ? { digest: pin.digest, pinnedTag: pin.tag, pinnedContents: pin.contents } : {}),
    contents: Object.fromEntries(servers.map((server) => [server.key, contentOf(server)])),
  };
}

/** Two instances of one server need it once in an image. Sorted, so that the order in the file decides nothing. */
export function uniqueServers(instances: readonly Instance[]): ServerManifest[] {
  const byKey = new Map(instances.map(({ server }) => [server.key, server]));
  return [...byKey.keys()].sort().map((key) => byKey.get(key) as ServerManifest);
}
