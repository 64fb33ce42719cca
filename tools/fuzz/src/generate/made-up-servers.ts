import type { FleetError } from '@mcp-fleet/core';
import type { Catalog } from '@mcp-fleet/catalog';
import { loadCatalog } from '@mcp-fleet/catalog';
import * as fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutated, mutation } from './mutate';

type Raw = Readonly<Record<string, unknown>>;

/** The files of servers that nobody wrote, and what became of them. */
export interface MadeUpServers {
  /** By key of the server. */
  readonly files: Readonly<Record<string, { readonly server: unknown; readonly deployment?: unknown }>>;
  readonly catalog: Catalog;
  readonly errors: readonly FleetError[];
}

type ServerFiles = MadeUpServers['files'];

const longest = 'a'.repeat(40);
const variableName = fc.oneof(
  fc.constantFrom('API_URL', 'API_TOKEN', 'REGION', 'MODE', 'X'.repeat(120), 'lower_case', 'WITH-HYPHEN'),
  fc.stringMatching(/^[A-Z][A-Z0-9_]{0,30}$/),
);
const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'https://vendor.example.com',
    '${x}',
    '%{y}',
    '{braces}',
    'v'.repeat(1000),
    '12',
    'true',
  ),
  fc.string({ maxLength: 30 }),
);

/** One to four servers as their authors publish them, at times with a mistake in a file. */
export const madeUpServers: fc.Arbitrary<MadeUpServers> = fc
  .uniqueArray(
    fc.tuple(
      fc.oneof(fc.constantFrom('one', longest, 'x-1'), fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/)),
      serverFiles(),
    ),
    {
      minLength: 1,
      maxLength: 4,
      selector: ([key]) => key,
    },
  )
  .map((servers) => load(Object.fromEntries(servers)));

/** Writes the files as a repository has them, for they are read as those are. */
function load(files: ServerFiles): MadeUpServers {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-servers-'));
  try {
    for (const [key, { server, deployment }] of Object.entries(files)) {
      mkdirSync(join(folder, key));
      write(join(folder, key, 'server.json'), server);
      if (deployment !== undefined) write(join(folder, key, 'deployment.json'), deployment);
    }
    return { files, ...loadCatalog('.', { cwd: folder }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(file: string, value: unknown): void {
  const json = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item));
  writeFileSync(file, json ?? '');
}

function serverFiles() {
  const sound = fc.record({
    server: serverJson(),
    deployment: fc.option(deploymentJson(), { nil: undefined }),
  });
  const broken = fc
    .tuple(sound, fc.array(mutation, { minLength: 1, maxLength: 2 }))
    .map(([files, mutations]) => ({
      server: mutations.reduce<unknown>(mutated, files.server),
      deployment: files.deployment && mutations.reduce<unknown>(mutated, files.deployment),
    }));
  return fc.oneof({ arbitrary: sound, weight: 6 }, { arbitrary: broken, weight: 1 });
}

function serverJson(): fc.Arbitrary<Raw> {
  return fc
    .record({
      kind: fc.constantFrom('npm', 'npm', 'pypi', 'pypi', 'oci', 'oci', 'nuget', 'mcpb'),
      version: fc.constantFrom('1.2.3', '2026.8.31', '0.1.0-rc.1', '1.0'),
      transport: fc.constantFrom<Raw>(
        { type: 'stdio' },
        { type: 'stdio' },
        { type: 'streamable-http', url: 'http://localhost:{port}/mcp' },
        { type: 'streamable-http', url: 'http://localhost:8080/' },
        { type: 'sse', url: 'http://localhost:3000/sse' },
      ),
      environmentVariables: fc.array(
        fc.tuple(variableName, input()).map(([name, rest]) => ({ name, ...rest })),
        { maxLength: 30 },
      ),
      packageArguments: fc.array(argument(), { maxLength: 4 }),
      remote: fc.boolean(),
    })
    .map(({ kind, version, transport, environmentVariables, packageArguments, remote }) => ({
      name: 'com.example/made-up',
      description: 'A server that a test made up.',
      version,
      packages: [
        {
          registryType: kind,
          identifier: kind === 'oci' ? `docker.io/example/made-up:${version}` : 'made-up',
          version: kind === 'oci' ? undefined : version,
          transport,
          environmentVariables,
          packageArguments,
        },
      ],
      remotes: remote ? [{ type: 'streamable-http', url: 'https://mcp.example.com/mcp' }] : undefined,
    }));
}

function argument() {
  return fc.oneof(
    fc.record({ type: fc.constant('positional'), valueHint: fc.constantFrom('path', 'mode', 'API_URL') }),
    fc.record({ type: fc.constant('positional'), value: text }),
    fc
      .tuple(fc.constantFrom('--port', '--host', '--mode', '-v', '--api-token'), input())
      .map(([name, rest]) => ({ type: 'named', name, ...rest })),
  );
}

function input() {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
  return fc.record({
    description: maybe(text),
    isRequired: maybe(fc.boolean()),
    isSecret: maybe(fc.boolean()),
    format: maybe(fc.constantFrom('string', 'number', 'boolean', 'filepath')),
    value: fc.option(text, { nil: undefined, freq: 6 }),
    default: maybe(text),
    choices: fc.option(fc.array(text, { maxLength: 3 }), { nil: undefined, freq: 6 }),
  });
}

function deploymentJson(): fc.Arbitrary<Raw> {
  return fc.record(
    {
      arguments: fc.constantFrom(['--port', '{port}'], ['--host={host}'], ['{input:API_URL}']),
      variables: fc.constantFrom({ LOGS: '{logs}' }, { HOME_OF: '{home}', PORT: '{port}' }),
      transport: fc.constantFrom('http', 'stdio'),
      path: fc.constantFrom('/', '/mcp', '/a/b'),
      port: fc.constantFrom(1, 80, 3000, 8080, 65_535),
      healthPath: fc.constantFrom('/health', '/'),
      auth: fc.constantFrom('none', 'authorization', 'bearer', 'x-mcp-auth-token', 'both'),
      logLevel: fc.constantFrom<Raw>({ variable: 'LOG_LEVEL' }, { argument: '--log-level' }),
      writablePaths: fc.constantFrom(['/data'], ['/var/cache/x', '/data']),
      protocol: fc.constantFrom('auto', 'legacy', 'modern'),
      sessions: fc.constantFrom('shared', 'shared', 'per-client'),
      slowestCallSeconds: fc.constantFrom(1, 20, 28, 29, 60, 300, 900, 4_000, 1e9),
      memoryMiB: fc.constantFrom(1, 128, 512, 3_008, 10_240, 10_241, 122_880, 1e9),
      ephemeralStorageMiB: fc.constantFrom(1, 512, 10_240, 10_241, 204_800, 1e9),
      permissions: fc.constantFrom<readonly Raw[]>(
        [{ actions: ['s3:GetObject'], resources: ['arn:{partition}:s3:::acme-{region}/*'] }],
        [{ actions: ['s3:ListBucket'], resources: ['arn:aws:s3:::partner-reports', '*'] }],
        [{ actions: ['cloudwatch:ListMetrics'], resources: ['*'] }],
        Array.from({ length: 60 }, (_, i) => ({
          actions: ['dynamodb:GetItem', 'dynamodb:Query'],
          resources: [`arn:{partition}:dynamodb:{region}:{account}:table/${'t'.repeat(100)}${i}`],
        })),
      ),
      notes: fc.constant(['Made up.']),
    },
    { requiredKeys: [] },
  );
}
