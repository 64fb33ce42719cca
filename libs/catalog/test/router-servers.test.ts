import { FleetErrors } from '@mcp-fleet/core';
import {
  routerServers,
  type ImageSource,
  type ImageStart,
  type RouterServer,
  type ServerManifest,
} from '../src';
import type { ServerRuntime } from '../src/manifest';

const go: ImageSource = {
  kind: 'go',
  repository: 'https://git.example.com/weather',
  commit: 'a'.repeat(40),
  mainPackage: '.',
  binary: 'weather-mcp',
};

const runtime: ServerRuntime = {
  transport: 'http',
  arguments: [],
  variables: {},
  path: '/mcp',
  auth: 'none',
  writablePaths: [],
  protocol: 'auto',
  sessions: 'shared',
};

function manifest(change: Partial<ServerManifest> = {}, run: Partial<ServerRuntime> = {}): ServerManifest {
  return {
    key: 'weather',
    registryName: 'io.github.acme/weather',
    description: 'Weather of the world.',
    version: '1.4.0',
    inputs: [],
    requirements: [],
    source: go,
    permissions: [],
    files: [],
    ...change,
    runtime: { ...runtime, ...run },
  };
}

function rendered(change: Partial<ServerManifest> = {}, run: Partial<ServerRuntime> = {}): RouterServer {
  const server = routerServers([manifest(change, run)]).servers['weather'];
  if (!server) throw new Error('not rendered');
  return server;
}

function refusals(servers: readonly ServerManifest[]): readonly (readonly [string, string, string])[] {
  try {
    routerServers(servers);
  } catch (error) {
    if (error instanceof FleetErrors) return error.errors.map((e) => [e.code, e.path, e.rule]);
    throw error;
  }
  return [];
}

test('what a manifest leaves open is left to the router', () => {
  expect(rendered()).toEqual({
    version: '1.4.0',
    command: ['/app/weather/weather-mcp'],
    transport: 'http',
    path: '/mcp',
    auth: 'none',
    protocol: 'auto',
    sessions: 'shared',
  });
});

test('all that a manifest says of how a server runs is passed on', () => {
  const run: ServerRuntime = {
    transport: 'http',
    arguments: ['--port', '9000', '--city={input:--city}'],
    variables: { LOGS: '{logs}' },
    path: '/',
    port: 9000,
    healthPath: '/health',
    auth: 'bearer',
    logLevel: { argument: '--level' },
    writablePaths: ['/var/cache'],
    protocol: 'modern',
    sessions: 'per-client',
    slowestCallSeconds: 40,
    memoryMiB: 300,
  };
  expect(rendered({}, { ...run, ephemeralStorageMiB: 1024 })).toEqual({
    version: '1.4.0',
    command: ['/app/weather/weather-mcp'],
    ...run,
  });
});

test.each<[string, ImageSource, string]>([
  ['Go', go, '/app/weather/weather-mcp'],
  [
    'npm, with a program',
    { kind: 'npm', package: '@acme/weather', version: '2.0.0', binary: 'sky' },
    '/app/weather/node_modules/.bin/sky',
  ],
  [
    'npm, of a scope',
    { kind: 'npm', package: '@acme/weather', version: '2.0.0' },
    '/app/weather/node_modules/.bin/weather',
  ],
  ['npm', { kind: 'npm', package: 'weather', version: '2.0.0' }, '/app/weather/node_modules/.bin/weather'],
  [
    'pypi, with a program',
    { kind: 'pypi', package: 'weather', version: '2.0.0', binary: 'sky' },
    '/app/weather/bin/sky',
  ],
  [
    'pypi, with extras',
    { kind: 'pypi', package: 'acme.weather[http, cli]', version: '2.0.0' },
    '/app/weather/bin/acme.weather',
  ],
])('the program of %s', (_, source, command) => {
  const server = rendered({ source });
  expect(server.command).toEqual([command]);
  expect(server.version).toBe(source.kind === 'go' ? '1.4.0' : '2.0.0');
});

test('a stdio server has no address: the router would refuse one', () => {
  const server = rendered(
    {},
    { transport: 'stdio', arguments: ['stdio'], healthPath: '/health', port: 9000 },
  );
  expect(server).toEqual({
    version: '1.4.0',
    command: ['/app/weather/weather-mcp'],
    transport: 'stdio',
    arguments: ['stdio'],
    protocol: 'auto',
    sessions: 'shared',
  });
});

test('inputs keep what the router acts on, and no value of a secret', () => {
  const { inputs } = rendered({
    inputs: [
      {
        name: 'TOKEN',
        kind: 'variable',
        description: 'Token.',
        required: true,
        secret: true,
        format: 'string',
      },
      {
        name: 'OTHER_TOKEN',
        kind: 'variable',
        required: false,
        secret: true,
        default: 'changeme',
        format: 'string',
      },
      {
        name: 'UNITS',
        kind: 'variable',
        required: false,
        secret: false,
        default: '',
        choices: ['', 'si'],
        format: 'string',
      },
      {
        name: '--city',
        kind: 'argument',
        required: false,
        secret: false,
        placeholder: 'Rome',
        format: 'string',
      },
    ],
  });
  expect(inputs).toEqual([
    { name: 'TOKEN', kind: 'variable', secret: true, required: true },
    { name: 'OTHER_TOKEN', kind: 'variable', secret: true },
    { name: 'UNITS', kind: 'variable', default: '' },
    { name: '--city', kind: 'argument' },
  ]);
});

test('requirements are passed on; only a server with permissions gets AWS credentials', () => {
  const requirements = [{ when: { input: 'MODE', equals: 'basic' }, oneOf: [['USER', 'PASSWORD']] }];
  const permissions = [{ actions: ['s3:GetObject'], resources: ['*'] }];
  expect(rendered({ requirements, permissions })).toMatchObject({ requirements, aws: true });
});

test('servers are sorted by key, whatever their order', () => {
  const servers = routerServers([manifest({ key: 'b' }), manifest({ key: 'a' })]);
  expect(Object.keys(servers.servers)).toEqual(['a', 'b']);
  expect(routerServers([])).toEqual({ servers: {} });
});

test('servers without a known program are refused, all at once and each with its reason', () => {
  const problem = { rule: 'it is a remote service', fix: 'call it there' };
  const remote = manifest({ key: 'remote', source: undefined, problem });
  const image = manifest({ key: 'image', source: { kind: 'oci', image: 'acme/weather:1.4.0' } });
  expect(refusals([remote, manifest(), image])).toEqual([
    [
      'server-not-deployable',
      'servers.image',
      'the router starts programs, and which one the image acme/weather:1.4.0 starts is known only where it is built',
    ],
    ['server-not-deployable', 'servers.remote', 'it is a remote service'],
  ]);
  expect(refusals([manifest()])).toEqual([]);
});

const foreign: ImageSource = { kind: 'oci', image: 'acme/weather:1.4.0' };

function started(
  image: ImageStart,
  run: Partial<ServerRuntime> = {},
  change: Partial<ServerManifest> = {},
): RouterServer {
  const { servers } = routerServers([manifest({ source: foreign, ...change }, run)], {
    images: { weather: image },
  });
  return servers['weather'] as RouterServer;
}

test('an image is started as it says of itself', () => {
  const image = {
    entrypoint: ['node', 'main.js'],
    command: ['serve'],
    variables: { PATH: '/usr/bin', 'not a name': 'x' },
    workingDirectory: '/srv',
  };
  expect(started(image)).toMatchObject({
    version: '1.4.0',
    command: ['node', 'main.js', 'serve'],
    variables: { PATH: '/usr/bin' },
    workingDirectory: '/srv',
  });
  expect(started(image).arguments).toBeUndefined();
});

test('arguments of the manifest take the place of the command of an image', () => {
  const run = { arguments: ['--port', '{port}'] };
  expect(started({ entrypoint: ['/serve'], command: ['--help'] }, run)).toMatchObject({
    command: ['/serve'],
    arguments: ['--port', '{port}'],
  });
  // Without an entrypoint the first of them is the program.
  expect(started({ command: ['sh'] }, { arguments: ['/serve', '--port={port}'] })).toMatchObject({
    command: ['/serve'],
    arguments: ['--port={port}'],
  });
});

test('variables of an image never stand above what the manifest or a user gives', () => {
  const inputs: ServerManifest['inputs'] = [
    { name: 'CITY', kind: 'variable', required: false, secret: false, format: 'string' },
  ];
  const image = { command: ['/serve'], variables: { CITY: 'Rome', LOGS: '/var/log', KEPT: 'yes' } };
  expect(started(image, { variables: { LOGS: '{logs}' } }, { inputs }).variables).toEqual({
    LOGS: '{logs}',
    KEPT: 'yes',
  });
});

test('an image that starts nothing is refused', () => {
  expect(() => started({})).toThrow(/an image has an entrypoint or a command.*: acme\/weather:1\.4\.0/);
});
