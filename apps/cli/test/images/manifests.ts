import type { ImageSource, ServerManifest } from '@mcp-fleet/catalog';

export const COMMIT = 'c0ffee'.padEnd(40, '0');

/** A server as the catalog reads it. */
export function manifest(
  key: string,
  source: ImageSource,
  change: Partial<ServerManifest> = {},
): ServerManifest {
  return {
    key,
    registryName: `com.example/${key}`,
    description: 'A server of the tests.',
    version: '1.2.0',
    inputs: [],
    requirements: [],
    source,
    runtime: {
      transport: 'stdio',
      arguments: [],
      variables: {},
      path: '/',
      auth: 'none',
      writablePaths: [],
      protocol: 'auto',
      sessions: 'shared',
    },
    permissions: [],
    files: [{ path: 'server.json', sha256: key }],
    ...change,
  };
}

export const go = manifest('clock', {
  kind: 'go',
  repository: 'https://git.example.com/clock',
  commit: COMMIT,
  mainPackage: './cmd/clock',
  binary: 'clock-mcp',
  versionVariable: 'main.Version',
});
export const npm = manifest('notes', { kind: 'npm', package: '@acme/notes', version: '2.0.0' });
export const pypi = manifest('maps', {
  kind: 'pypi',
  package: 'acme.maps[http]',
  version: '3.1.0',
  binary: 'maps',
});
export const oci = manifest('foreign', { kind: 'oci', image: 'registry.example.com/foreign:1.0.0' });
