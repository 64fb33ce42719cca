import { list } from '@mcp-fleet/core';
import type { DeploymentJson } from './deployment-json';
import type { ImageSource, ServerManifest } from './manifest';
import type { Package, ServerJson } from './server-json';
import { EXACT_NPM, EXACT_PYPI } from './versions';

export type Problem = NonNullable<ServerManifest['problem']>;

/** The registries that a package of a kind comes from where server.json names none. */
const HOME: Readonly<Record<string, string>> = {
  npm: 'https://registry.npmjs.org',
  pypi: 'https://pypi.org',
};
const KINDS = ['npm', 'pypi', 'oci'];

/** The package that is deployed: the one deployment.json chooses, or the first that can be, sse being the last resort. */
export function choosePackage(server: ServerJson, choice: DeploymentJson['package']): Package | undefined {
  const packages = server.packages ?? [];
  if (typeof choice === 'number') return packages[choice];
  const fitting = packages.filter((p) =>
    choice === undefined ? KINDS.includes(p.registryType) : p.registryType === choice,
  );
  return fitting.find((p) => p.transport.type !== 'sse') ?? fitting[0];
}

/** The source in deployment.json's form as the manifest has it. */
export function givenSource(source: NonNullable<DeploymentJson['source']>): ImageSource {
  if (source.go) return { kind: 'go', ...source.go };
  if (source.npm) return { kind: 'npm', ...source.npm };
  if (source.pypi) return { kind: 'pypi', ...source.pypi };
  return { kind: 'oci', image: source.oci?.image ?? '' };
}

/** Where the program of a package comes from, or why no image can be made of it. */
export function packageSource(server: ServerJson, pkg: Package | undefined): ImageSource | Problem {
  if (!pkg || !KINDS.includes(pkg.registryType)) return noPackage(server);
  if (pkg.registryType === 'oci') return imageSource(pkg);

  const version = pkg.version ?? server.version;
  if (!(pkg.registryType === 'npm' ? EXACT_NPM : EXACT_PYPI).test(version)) {
    return {
      rule: `an image holds one exact version of a package, and "${version}" is none`,
      fix: 'name the version in deployment.json, under source',
    };
  }
  const registry = pkg.registryBaseUrl?.replace(/\/+$/, '');
  if (registry !== undefined && registry !== HOME[pkg.registryType]) {
    return {
      rule: `packages of type ${pkg.registryType} come from ${HOME[pkg.registryType]}, and this one from ${registry}`,
      fix: 'publish the package there, or make an image of it and name that in deployment.json, under source.oci',
    };
  }
  return { kind: pkg.registryType as 'npm' | 'pypi', package: pkg.identifier, version };
}

function imageSource(pkg: Package): ImageSource | Problem {
  const host = pkg.registryBaseUrl?.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  const name = host && !pkg.identifier.startsWith(`${host}/`) ? `${host}/${pkg.identifier}` : pkg.identifier;
  const pinned = /@sha256:[0-9a-f]{64}$|:[\w][\w.-]{0,127}$/.test(name);
  const image = pinned || pkg.version === undefined ? name : `${name}:${pkg.version}`;
  if ((pinned || pkg.version !== undefined) && !image.endsWith(':latest')) return { kind: 'oci', image };
  return {
    rule: `an image is named by tag or digest and not by "latest", and this one is ${image}`,
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
