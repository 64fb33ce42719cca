import { imageRecipe } from '@mcp-fleet/fleet';
import { contentOf, imageTag as tagOf } from '@mcp-fleet/plan';
import type { ImageSpec } from '../../src/images';
import { multiServerSpec, routerSpec, serverSpec } from '../../src/images';
import { COMMIT, go, manifest, npm, oci, pypi } from './manifests';

const imageTag = (servers: Parameters<typeof tagOf>[0], architecture: string) =>
  tagOf(servers, architecture, imageRecipe().images);
const several = (...servers: Parameters<typeof multiServerSpec>[0]['servers']) =>
  multiServerSpec({ environment: 'dev', deployment: 'tools', servers, architecture: 'arm64' });

function bases(spec: ImageSpec): string[] {
  return spec.base ? [spec.base.image.kind, ...bases(spec.base.image)] : [];
}

test('a Go server: the commit, and the version where the program has a variable for it', () => {
  const spec = serverSpec(go, 'arm64');
  expect(spec).toMatchObject({
    kind: 'go',
    dockerfile: 'go.Dockerfile',
    reference: `mcp-servers/clock:${imageTag([go], 'arm64')}`,
    platform: 'linux/arm64',
    contents: { clock: COMMIT, router: imageRecipe().router },
  });
  expect(spec.buildArgs).toEqual({
    SERVER: 'clock',
    BINARY: 'clock-mcp',
    REPOSITORY: 'https://git.example.com/clock',
    COMMIT,
    MAIN_PACKAGE: './cmd/clock',
    VERSION: '1.2.0',
    VERSION_VARIABLE: 'main.Version',
  });
  const silent = manifest('clock', { ...(go.source as object), versionVariable: undefined } as never);
  expect(serverSpec(silent, 'arm64').buildArgs).not.toHaveProperty('VERSION');
});

test('packages: exact version, and the program that the package installs', () => {
  expect(serverSpec(npm, 'x86_64').buildArgs).toEqual({
    SERVER: 'notes',
    BINARY: 'notes',
    PACKAGE: '@acme/notes',
    VERSION: '2.0.0',
  });
  expect(serverSpec(pypi, 'x86_64')).toMatchObject({
    platform: 'linux/amd64',
    buildArgs: { BINARY: 'maps', PACKAGE: 'acme.maps[http]', VERSION: '3.1.0' },
  });
});

test('what an image stands on: the least that its servers need', () => {
  expect(bases(serverSpec(go, 'arm64'))).toEqual(['router']);
  expect(bases(serverSpec(oci, 'arm64'))).toEqual(['router']);
  expect(bases(serverSpec(npm, 'arm64'))).toEqual(['node-runtime', 'router']);
  expect(bases(serverSpec(pypi, 'arm64'))).toEqual(['python-runtime', 'router']);
  expect(bases(several(go))).toEqual(['router']);
  expect(bases(several(go, npm))).toEqual(['node-runtime', 'router']);
  expect(bases(several(npm, pypi))).toEqual(['node-python-runtime', 'node-runtime', 'router']);
});

test('labels say what OCI, the MCP registry and a push want to know, and no time', () => {
  expect(serverSpec(go, 'arm64').labels).toEqual({
    'org.opencontainers.image.title': 'clock',
    'org.opencontainers.image.version': '1.2.0',
    'org.opencontainers.image.source': 'https://git.example.com/clock',
    'org.opencontainers.image.revision': COMMIT,
    'io.modelcontextprotocol.server.name': 'com.example/clock',
    'io.mcp-fleet.contents': JSON.stringify({ clock: COMMIT, router: imageRecipe().router }),
  });
  expect(serverSpec(oci, 'arm64').labels).toMatchObject({
    'org.opencontainers.image.base.name': 'registry.example.com/foreign:1.0.0',
  });
});

test('an image of several servers: sorted, each from its own image', () => {
  const spec = several(npm, go);
  expect(spec).toMatchObject({
    name: 'mcp-servers/dev-tools',
    tag: imageTag([go, npm], 'arm64'),
    contents: { clock: COMMIT, notes: contentOf(npm), router: imageRecipe().router },
  });
  expect(spec.parts?.map(({ name }) => name)).toEqual(['mcp-servers/clock', 'mcp-servers/notes']);
  expect(several(go, npm)).toEqual(spec);
});

test('a tag tells architectures and recipes apart', () => {
  expect(routerSpec('arm64').reference).toMatch(/^mcp-servers\/router:v0-[0-9a-f]{12}$/);
  expect(routerSpec('arm64').tag).not.toBe(routerSpec('x86_64').tag);
});

test('what no image can be made of', () => {
  const problem = { rule: 'it is a remote service', fix: 'call it there' };
  const remote = manifest('remote', undefined as never, { problem });
  expect(() => serverSpec(remote, 'arm64')).toThrow('it is a remote service');
  expect(() => serverSpec(manifest('empty', undefined as never), 'arm64')).toThrow('the manifest names none');
  expect(() => several(go, oci)).toThrow('one image holds one system');
});
