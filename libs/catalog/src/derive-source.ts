import { list } from '@mcp-fleet/core';
import { packageAddress } from './derive-address';
import type { DeploymentJson } from './deployment-json';
import { readLaunch, type Launch } from './launch';
import type { ImageSource } from './manifest';
import { isProblem, type Problem } from './problem';
import type { Package, ServerJson } from './server-json';
import { EXACT_NPM, EXACT_PYPI } from './versions';
import { withdrawnPackage, withdrawnProblem } from './withdrawn';

/** The public registries: a name in another one may be another program (dependency confusion). */
const HOME = { npm: 'npmjs.org', pypi: 'pypi.org' } as const;
const KINDS = ['npm', 'pypi', 'oci'];

const NPM_NAME = /^(?:@[\w.~-]+\/)?[\w.~-]+$/;
const PYPI_NAME = /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\[[\w., -]+\])?$/;
const IMAGE = /^[a-z0-9][a-z0-9._:/-]*(?:@sha256:[0-9a-f]{64}|:[\w][\w.-]{0,127})$/;

/** The package that is deployed: the one deployment.json chooses, or the first that can be, sse being the last resort. */
export function choosePackage(server: ServerJson, deployment: DeploymentJson): Package | undefined {
  const packages = server.packages ?? [];
  const { package: choice, source } = deployment;
  if (typeof choice === 'number') return packages[choice];
  const fitting = packages.filter((p) =>
    choice === undefined ? KINDS.includes(p.registryType) : p.registryType === choice,
  );
  const spoken = fitting.filter((p) => p.transport.type !== 'sse');
  return spoken.find((p) => source !== undefined || isSound(server, p)) ?? spoken[0] ?? fitting[0];
}

function isSound(server: ServerJson, pkg: Package): boolean {
  const launch = readLaunch(pkg);
  return !isProblem(packageSource(server, pkg, launch)) && !isProblem(packageAddress(pkg, launch));
}

/** The source in deployment.json's form as the manifest has it. */
export function givenSource(source: NonNullable<DeploymentJson['source']>): ImageSource {
  if (source.go) return { kind: 'go', ...source.go };
  if (source.npm) return { kind: 'npm', ...source.npm };
  if (source.pypi) return { kind: 'pypi', ...source.pypi };
  return { kind: 'oci', image: source.oci?.image ?? '' };
}

function isAtHome(registry: string, home: string): boolean {
  const url = URL.canParse(registry) ? new URL(registry) : undefined;
  return url?.protocol === 'https:' && (url.hostname === home || url.hostname.endsWith(`.${home}`));
}

/** Where the program of a package comes from, or why no image can be made of it. */
export function packageSource(
  server: ServerJson,
  pkg: Package | undefined,
  launch: Launch | undefined,
): ImageSource | Problem {
  if (!pkg || !KINDS.includes(pkg.registryType)) return noPackage(server);
  if (pkg.registryType === 'oci') return imageSource(pkg);
  const withdrawn = pkg.registryType === 'pypi' ? withdrawnPackage(pkg.identifier) : undefined;
  if (withdrawn) return withdrawnProblem(withdrawn);

  const kind = pkg.registryType as 'npm' | 'pypi';
  const registry = pkg.registryBaseUrl?.replace(/\/+$/, '');
  if (registry !== undefined && !isAtHome(registry, HOME[kind])) {
    return {
      rule: `packages of type ${kind} come from ${HOME[kind]}, and this one from ${registry}`,
      fix: 'publish the package there, or make an image of it and name that in deployment.json, under source.oci',
    };
  }
  const { identifier } = pkg;
  if (!(kind === 'npm' ? NPM_NAME : PYPI_NAME).test(identifier)) {
    return {
      rule: `a package of type ${kind} is named as in its registry, and "${identifier}" is no such name`,
      fix: `name package and version in deployment.json, under source.${kind}`,
    };
  }
  const version = pkg.version ?? server.version;
  if (!(kind === 'npm' ? EXACT_NPM : EXACT_PYPI).test(version)) {
    return {
      rule: `an image holds one exact version of a package, and "${version}" is none`,
      fix: 'name the version in deployment.json, under source',
    };
  }
  const binary = launch?.binary;
  return {
    kind,
    package: withExtras(identifier, launch?.installs),
    version,
    ...(binary !== undefined && { binary }),
  };
}

/** `uvx --from name[extra]`: what the extra installs is needed, and its version is the package's. */
function withExtras(identifier: string, installs: string | undefined): string {
  const extras = installs?.startsWith(`${identifier}[`) ? /\[[\w., -]+\]/.exec(installs)?.[0] : undefined;
  return identifier + (extras ?? '');
}

function imageSource(pkg: Package): ImageSource | Problem {
  const host = pkg.registryBaseUrl?.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const hasHost = /^(?:localhost|[^/]*[.:][^/]*)\//.test(pkg.identifier);
  const name = host && !hasHost ? `${host}/${pkg.identifier}` : pkg.identifier;
  const pinned = /@sha256:[0-9a-f]{64}$|:[\w][\w.-]{0,127}$/.test(name);
  const image = pinned || pkg.version === undefined ? name : `${name}:${pkg.version}`;
  if (IMAGE.test(image) && !image.endsWith(':latest')) return { kind: 'oci', image };
  return {
    rule: `an image is named in small letters, with a tag that is not "latest" or with a digest, and this one is ${image}`,
    fix: 'name it with its tag or digest in deployment.json, under source.oci',
  };
}

function noPackage(server: ServerJson): Problem {
  const types = (server.packages ?? []).map((p) => p.registryType);
  const fix = 'say where its program comes from in deployment.json, under source';
  if (types.length > 0) {
    return {
      rule: `an image is made of a package of type npm, pypi or oci, and this server has ${list(types)}`,
      fix,
    };
  }
  if (server.remotes?.length) {
    return {
      rule: 'the server is offered as a remote service only, so there is no program to deploy',
      fix: `connect clients to its own address, or ${fix}`,
    };
  }
  return { rule: 'server.json lists no package', fix };
}
