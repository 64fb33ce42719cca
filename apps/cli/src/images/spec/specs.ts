import type { ImageSource, ServerManifest } from '@mcp-fleet/catalog';
import { programName, programVersion } from '@mcp-fleet/catalog';
import { FleetError, FleetErrors } from '@mcp-fleet/core';
import { imageRecipe } from '@mcp-fleet/fleet';
import { contentOf, imageTag, names } from '@mcp-fleet/plan';
import type { Contents } from '../registry/contents';
import { CONTENTS_LABEL, contentsLabel } from '../registry/contents';
import type { Architecture, ImageKind, ImageSpec } from './image-spec';

const PLATFORMS: Readonly<Record<Architecture, string>> = { arm64: 'linux/arm64', x86_64: 'linux/amd64' };

/** Label by which the MCP registry knows the server of an image. */
export const SERVER_NAME_LABEL = 'io.modelcontextprotocol.server.name';

/** The router alone: what all images stand on, and the front of a task with several servers. */
export function routerSpec(architecture: Architecture): ImageSpec {
  return image({
    kind: 'router',
    title: `router ${imageRecipe().router}`,
    name: names.localImage('router'),
    dockerfile: 'router.Dockerfile',
    architecture,
    servers: [],
    buildArgs: {},
    labels: titled('mcp-router', imageRecipe().router),
  });
}

/**
 * The image of one server.
 *
 * @throws FleetErrors with code `server-not-deployable` where no image can be made of it.
 */
export function serverSpec(server: ServerManifest, architecture: Architecture): ImageSpec {
  const source = sourceOf(server);
  const base =
    source.kind === 'go' || source.kind === 'oci'
      ? ({ argument: 'ROUTER_IMAGE', image: routerSpec(architecture) } as const)
      : ({ argument: 'RUNTIME_IMAGE', image: runtimeSpec([source.kind], architecture) } as const);
  return image({
    kind: source.kind,
    title: `${server.key} ${programVersion(server)}${source.kind === 'go' ? `, commit ${source.commit.slice(0, 12)}` : ''}`,
    name: names.localImage(server.key),
    dockerfile: `${source.kind}.Dockerfile`,
    architecture,
    servers: [server],
    buildArgs: buildArgsOf(server, source),
    labels: {
      ...titled(server.title ?? server.key, programVersion(server)),
      ...(source.kind === 'go'
        ? {
            'org.opencontainers.image.source': source.repository,
            'org.opencontainers.image.revision': source.commit,
          }
        : {}),
      ...(source.kind === 'oci' ? { 'org.opencontainers.image.base.name': source.image } : {}),
      [SERVER_NAME_LABEL]: server.registryName,
    },
    base,
  });
}

/** What an image of several servers is made from. */
export interface MultiServerProps {
  readonly environment: string;
  readonly deployment: string;
  readonly servers: readonly ServerManifest[];
  readonly architecture: Architecture;
}

/**
 * One image of several servers: each one's folder, taken out of its own image.
 *
 * @throws FleetErrors with code `server-not-deployable` where one of them cannot be in it.
 */
export function multiServerSpec(props: MultiServerProps): ImageSpec {
  const { environment, deployment, architecture } = props;
  const servers = [...props.servers].sort((a, b) => (a.key < b.key ? -1 : 1));
  const kinds = servers.map((server) => kindInside(server));
  return image({
    kind: 'multi-server',
    title: `${deployment} of ${environment}: ${servers.map(({ key }) => key).join(', ')}`,
    name: names.sharedLocalImage(environment, deployment),
    dockerfile: 'multi-server.Dockerfile',
    architecture,
    servers,
    buildArgs: {},
    labels: titled(`${environment}-${deployment}`, '0'),
    base: { argument: 'RUNTIME_IMAGE', image: runtimeSpec(kinds, architecture) },
    parts: servers.map((server) => serverSpec(server, architecture)),
  });
}

function kindInside(server: ServerManifest): 'go' | 'npm' | 'pypi' {
  const { kind } = sourceOf(server);
  if (kind !== 'oci') return kind;
  throw refusal(server, {
    rule: 'a server that comes as an image brings a whole system with it, and one image holds one system',
    fix: "use topology 'per-server', or a deployment of its own for this server",
  });
}

/** The router with what programs of these kinds are run by. */
function runtimeSpec(kinds: readonly ImageSource['kind'][], architecture: Architecture): ImageSpec {
  const router = routerSpec(architecture);
  const node = kinds.includes('npm') ? runtime('node-runtime', 'node.Dockerfile', router) : router;
  if (!kinds.includes('pypi')) return node;
  return runtime(node === router ? 'python-runtime' : 'node-python-runtime', 'python.Dockerfile', node);
}

function runtime(kind: ImageKind, dockerfile: string, base: ImageSpec): ImageSpec {
  return image({
    kind,
    title: kind.replace('-runtime', ' for servers').replace('-', ' and '),
    // Never pushed, so it has no name among the servers.
    name: `mcp-fleet/${kind}`,
    dockerfile,
    architecture: base.architecture,
    servers: [],
    buildArgs: {},
    labels: titled(kind, imageRecipe().router),
    base: { argument: 'ROUTER_IMAGE', image: base },
  });
}

function buildArgsOf(server: ServerManifest, source: ImageSource): Record<string, string> {
  if (source.kind === 'oci') return { SOURCE_IMAGE: source.image };
  const program = { SERVER: server.key, BINARY: programName(source) };
  if (source.kind !== 'go') return { ...program, PACKAGE: source.package, VERSION: source.version };
  const { repository, commit, mainPackage, versionVariable } = source;
  return {
    ...program,
    REPOSITORY: repository,
    COMMIT: commit,
    MAIN_PACKAGE: mainPackage,
    // Only where the program has a variable for it: the linker says nothing of a name that does not exist.
    ...(versionVariable === undefined ? {} : { VERSION: server.version, VERSION_VARIABLE: versionVariable }),
  };
}

function sourceOf(server: ServerManifest): ImageSource {
  if (server.source && !server.problem) return server.source;
  throw refusal(
    server,
    server.problem ?? {
      rule: 'an image is made of a program, and the manifest names none',
      fix: 'say where its program comes from in deployment.json, under source',
    },
  );
}

function refusal({ key }: ServerManifest, problem: { rule: string; fix: string }): FleetErrors {
  return new FleetErrors([
    new FleetError({ code: 'server-not-deployable', path: `servers.${key}`, value: key, ...problem }),
  ]);
}

function titled(title: string, version: string): Record<string, string> {
  return { 'org.opencontainers.image.title': title, 'org.opencontainers.image.version': version };
}

function image(spec: Omit<ImageSpec, 'tag' | 'reference' | 'platform' | 'contents'>): ImageSpec {
  const { servers, architecture, name, labels } = spec;
  const recipe = imageRecipe();
  const contents: Contents = {
    ...Object.fromEntries(servers.map((server) => [server.key, contentOf(server)])),
    router: recipe.router,
  };
  const tag = imageTag(servers, architecture, recipe.images);
  return {
    ...spec,
    tag,
    reference: `${name}:${tag}`,
    platform: PLATFORMS[architecture],
    labels: { ...labels, [CONTENTS_LABEL]: contentsLabel(contents) },
    contents,
  };
}
