import { manifestOf, server } from './support';

const npm = {
  registryType: 'npm',
  identifier: '@acme/weather',
  version: '1.4.0',
  transport: { type: 'stdio' },
};

test('minimal: an npm package over stdio, with every default', () => {
  const manifest = manifestOf(server({ packages: [npm] }));
  expect(manifest).toEqual({
    key: 'weather',
    registryName: 'io.github.acme/weather',
    description: 'Weather of the world.',
    version: '1.4.0',
    inputs: [],
    requirements: [],
    source: { kind: 'npm', package: '@acme/weather', version: '1.4.0' },
    runtime: {
      transport: 'stdio',
      arguments: [],
      variables: {},
      path: '/mcp',
      auth: 'none',
      writablePaths: [],
      protocol: 'auto',
      sessions: 'shared',
    },
    permissions: [],
    files: [{ path: 'server.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  });
  expect('problem' in manifest).toBe(false);
});

test('pypi by uvx: its runtime arguments are not the program’s, and the version may be the server’s', () => {
  const manifest = manifestOf(
    server({
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-09-29/server.schema.json',
      title: 'Weather',
      websiteUrl: 'https://acme.example',
      icons: [{ src: 'https://acme.example/icon.png', sizes: ['48x48'], theme: 'dark' }],
      repository: { url: 'https://git.example/acme/weather', source: 'git.example', subfolder: 'py' },
      _meta: { 'io.modelcontextprotocol.registry/publisher-provided': { tool: 'x', nested: { a: [1] } } },
      packages: [
        {
          registryType: 'pypi',
          registryBaseUrl: 'https://pypi.org/',
          identifier: 'acme-weather',
          runtimeHint: 'uvx',
          transport: { type: 'stdio' },
          runtimeArguments: [
            { type: 'positional', value: '--from' },
            { type: 'named', name: '--python', value: '3.12' },
          ],
          environmentVariables: [
            {
              name: 'WEATHER_KEY',
              description: 'Key of the API.',
              isRequired: true,
              isSecret: true,
              format: 'string',
              placeholder: 'wk-…',
            },
            { name: 'WEATHER_UNITS', choices: ['metric', 'imperial'], default: 'metric', isRequired: true },
            { name: 'WEATHER_DAYS', format: 'number', default: '' },
            { name: 'WEATHER_VERBOSE', format: 'boolean', choices: [] },
            { name: 'WEATHER_MODE', value: 'server' },
          ],
        },
      ],
    }),
  );
  expect(manifest.title).toBe('Weather');
  expect(manifest.source).toEqual({ kind: 'pypi', package: 'acme-weather', version: '1.4.0' });
  expect(manifest.runtime.arguments).toEqual([]);
  expect(manifest.runtime.variables).toEqual({ WEATHER_MODE: 'server' });
  expect(manifest.inputs).toEqual([
    {
      name: 'WEATHER_KEY',
      kind: 'variable',
      description: 'Key of the API.',
      required: true,
      secret: true,
      format: 'string',
      placeholder: 'wk-…',
    },
    {
      name: 'WEATHER_UNITS',
      kind: 'variable',
      required: false,
      secret: false,
      default: 'metric',
      choices: ['metric', 'imperial'],
      format: 'string',
    },
    { name: 'WEATHER_DAYS', kind: 'variable', required: false, secret: false, format: 'number' },
    { name: 'WEATHER_VERBOSE', kind: 'variable', required: false, secret: false, format: 'boolean' },
  ]);
});

test('oci with docker arguments: -e gives variables, the rest is docker’s own', () => {
  const manifest = manifestOf(
    server({
      packages: [
        {
          registryType: 'oci',
          identifier: 'ghcr.io/acme/weather:1.4.0',
          transport: { type: 'stdio' },
          runtimeHint: 'docker',
          runtimeArguments: [
            {
              type: 'named',
              name: '--mount',
              value: 'type=bind,src={dir},dst=/data',
              variables: { dir: { isRequired: true } },
            },
            {
              type: 'named',
              name: '-e',
              description: 'Token of the API.',
              value: 'WEATHER_TOKEN={token}',
              isRequired: true,
              variables: { token: { isSecret: true } },
            },
            { type: 'named', name: '--env', value: 'WEATHER_MODE=server' },
            { type: 'named', name: '-e', value: 'WEATHER_CITY' },
          ],
        },
      ],
    }),
  );
  expect(manifest.source).toEqual({ kind: 'oci', image: 'ghcr.io/acme/weather:1.4.0' });
  expect(manifest.runtime.arguments).toEqual([]);
  expect(manifest.runtime.variables).toEqual({ WEATHER_MODE: 'server' });
  expect(manifest.inputs.map(({ name, required, secret }) => ({ name, required, secret }))).toEqual([
    { name: 'WEATHER_TOKEN', required: true, secret: true },
    { name: 'WEATHER_CITY', required: false, secret: false },
  ]);
  expect(manifest.inputs[0]?.description).toBe('Token of the API.');
});

describe('streamable-http', () => {
  const http = (url: string, more: object = {}) =>
    server({ packages: [{ ...npm, transport: { type: 'streamable-http', url }, ...more }] });

  test('a fixed url gives port and path', () => {
    const { runtime } = manifestOf(http('http://127.0.0.1:8080/api/mcp'));
    expect(runtime).toMatchObject({ transport: 'http', port: 8080, path: '/api/mcp' });
    expect(manifestOf(http('http://localhost')).runtime).toMatchObject({ port: 80, path: '/' });
  });

  test('an argument or variable that the url names takes the router’s port and host, and is no input', () => {
    const { runtime, inputs } = manifestOf(
      http('http://{HOST}:{--port}/mcp', {
        packageArguments: [{ type: 'named', name: '--port', default: '3000', format: 'number' }],
        environmentVariables: [{ name: 'HOST', default: '127.0.0.1' }],
      }),
    );
    expect(runtime).toMatchObject({
      arguments: ['--port={port}'],
      variables: { HOST: '{host}' },
      path: '/mcp',
    });
    expect(runtime.port).toBeUndefined();
    expect(inputs).toEqual([]);
  });

  test('a flag may be named without its dashes, and names in the path stand for their values', () => {
    const { runtime } = manifestOf(
      http('http://localhost:{port}/{base}/mcp', {
        packageArguments: [
          { type: 'named', name: '--port', value: '3000' },
          { type: 'positional', valueHint: 'base', value: 'v1' },
        ],
      }),
    );
    expect(runtime).toMatchObject({ arguments: ['--port={port}', 'v1'], path: '/v1/mcp' });
  });

  test.each([
    'https://weather.example.com/mcp',
    'http://weather.example.com/mcp',
    '{baseUrl}/mcp',
    'http://localhost:0/mcp',
  ])('a url that a router cannot call is a problem: %s', (url) => {
    const manifest = manifestOf(http(url));
    expect(manifest.source).toBeUndefined();
    expect(manifest.problem).toEqual({
      rule: `the url of a streamable-http package says port and path of a server on the same machine, and "${url}" does not`,
      fix: 'name path, and port or an argument with {port}, in deployment.json',
    });
  });

  test('… which deployment.json solves', () => {
    const manifest = manifestOf(http('{baseUrl}/mcp'), { path: '/mcp', arguments: ['--port', '{port}'] });
    expect(manifest.problem).toBeUndefined();
    expect(manifest.runtime).toMatchObject({ path: '/mcp', arguments: ['--port', '{port}'] });
    expect(manifestOf(http('{baseUrl}/mcp'), { path: '/mcp', port: 9000 }).runtime.port).toBe(9000);
  });
});

test('arguments: positional and named, fixed, asked for, secret, repeated, with variables', () => {
  const manifest = manifestOf(
    server({
      packages: [
        {
          ...npm,
          packageArguments: [
            { type: 'positional', value: 'serve' },
            {
              type: 'positional',
              valueHint: 'folder',
              format: 'filepath',
              isRequired: true,
              isRepeated: true,
            },
            { type: 'named', name: '--mode', value: 'fast' },
            { type: 'named', name: '--quiet', value: '' },
            { type: 'named', name: '--token', isRequired: true, isSecret: true },
            { type: 'named', name: '--limit', format: 'number', default: '10' },
            { type: 'named', name: '-p', value: '80' },
            { type: 'named', name: '-c' },
            {
              type: 'named',
              name: '--header',
              value: 'Authorization: {scheme} {key} {other}',
              variables: { scheme: { value: 'Bearer' }, key: { isRequired: true, isSecret: true } },
            },
          ],
          environmentVariables: [
            { name: 'URL', value: 'https://{site}.example.com', variables: { site: { isRequired: true } } },
            { name: 'key', description: 'Not the key of the header.' },
          ],
        },
      ],
    }),
  );
  expect(manifest.runtime.arguments).toEqual([
    'serve',
    '{input:folder}',
    '--mode=fast',
    '--quiet',
    '--token={input:--token}',
    '--limit={input:--limit}',
    '-p',
    '80',
    '-c={input:-c}',
    '--header=Authorization: Bearer {input:key-2} {other}',
  ]);
  expect(manifest.runtime.variables).toEqual({ URL: 'https://{input:site}.example.com' });
  expect(manifest.inputs.map((i) => [i.name, i.kind, i.required, i.secret, i.format])).toEqual([
    ['key', 'variable', false, false, 'string'],
    ['site', 'argument', true, false, 'string'],
    ['folder', 'argument', true, false, 'filepath'],
    ['--token', 'argument', true, true, 'string'],
    ['--limit', 'argument', false, false, 'number'],
    ['-c', 'argument', false, false, 'string'],
    ['key-2', 'argument', true, true, 'string'],
  ]);
});

describe('choosing the package', () => {
  const mcpb = {
    registryType: 'mcpb',
    identifier: 'https://x.example/w.mcpb',
    fileSha256: 'a',
    transport: { type: 'stdio' },
  };
  const oci = {
    registryType: 'oci',
    identifier: 'docker.io/acme/weather:1.4.0',
    transport: { type: 'stdio' },
  };
  const sse = { ...npm, identifier: 'old', transport: { type: 'sse', url: 'http://localhost:3000/sse' } };
  const all = server({ packages: [mcpb, sse, oci, npm] });

  test('the first that can be deployed', () => {
    expect(manifestOf(all).source).toEqual({ kind: 'oci', image: 'docker.io/acme/weather:1.4.0' });
  });

  test('one that has a problem is passed over for one that has none', () => {
    const latest = { ...oci, identifier: 'docker.io/acme/weather:latest' };
    expect(manifestOf(server({ packages: [latest, npm] })).source).toMatchObject({ kind: 'npm' });
    const remote = { ...npm, transport: { type: 'streamable-http', url: 'https://weather.example.com/mcp' } };
    expect(manifestOf(server({ packages: [remote, oci] })).source).toMatchObject({ kind: 'oci' });
    expect(manifestOf(server({ packages: [latest, sse] })).problem?.rule).toMatch(/weather:latest$/);
  });

  test('the one deployment.json chooses, by type or index', () => {
    expect(manifestOf(all, { package: 'npm' }).source).toMatchObject({ package: '@acme/weather' });
    expect(manifestOf(all, { package: 1, transport: 'stdio' }).source).toMatchObject({ package: 'old' });
  });

  const elsewhere = 'say where its program comes from in deployment.json, under source';
  test.each([
    [
      'remotes only',
      { remotes: [{ type: 'streamable-http', url: 'https://x.example/mcp' }] },
      'the server is offered as a remote service only, so there is no program to deploy',
      `connect clients to its own address, or ${elsewhere}`,
    ],
    ['nothing at all', {}, 'server.json lists no package', elsewhere],
    [
      'other packages',
      { packages: [mcpb, { ...npm, registryType: 'nuget' }] },
      'an image is made of a package of type npm, pypi or oci, and this server has mcpb, nuget',
      elsewhere,
    ],
    [
      'sse',
      { packages: [sse] },
      'MCP has given up the transport sse, and the router does not speak it',
      'name a transport that the server also has in deployment.json, with its arguments',
    ],
    [
      'a range',
      { packages: [{ ...npm, version: '^1.2.0' }] },
      'an image holds one exact version of a package, and "^1.2.0" is none',
      'name the version in deployment.json, under source',
    ],
    [
      'half a version',
      { packages: [{ ...npm, version: '1.2' }] },
      'an image holds one exact version of a package, and "1.2" is none',
      'name the version in deployment.json, under source',
    ],
    [
      'another registry',
      { packages: [{ ...npm, registryBaseUrl: 'https://npm.acme.example' }] },
      'packages of type npm come from npmjs.org, and this one from https://npm.acme.example',
      'publish the package there, or make an image of it and name that in deployment.json, under source.oci',
    ],
    [
      'an image without a tag',
      { packages: [{ ...oci, identifier: 'acme/weather' }] },
      'an image is named in small letters, with a tag that is not "latest" or with a digest, and this one is acme/weather',
      'name it with its tag or digest in deployment.json, under source.oci',
    ],
    [
      'a tag that was to be filled in',
      { packages: [{ ...oci, identifier: 'acme/weather', version: '$VERSION' }] },
      'an image is named in small letters, with a tag that is not "latest" or with a digest, and this one is acme/weather:$VERSION',
      'name it with its tag or digest in deployment.json, under source.oci',
    ],
    [
      'no name of a package',
      { packages: [{ ...npm, identifier: 'git+https://git.example/acme/weather' }] },
      'a package of type npm is named as in its registry, and "git+https://git.example/acme/weather" is no such name',
      'name package and version in deployment.json, under source.npm',
    ],
  ])('%s: a problem, and no error', (_, json, rule, fix) => {
    const manifest = manifestOf(server(json));
    expect(manifest.problem).toEqual({ rule, fix });
    expect('source' in manifest).toBe(false);
  });

  test.each([
    [{ identifier: 'localhost:5000/acme/weather', version: '1.2.3' }, 'localhost:5000/acme/weather:1.2.3'],
    [
      { identifier: 'acme/weather', version: '2', registryBaseUrl: 'https://docker.io' },
      'docker.io/acme/weather:2',
    ],
    [
      { identifier: 'ghcr.io/acme/weather', version: '2', registryBaseUrl: 'https://docker.io' },
      'ghcr.io/acme/weather:2',
    ],
    [{ identifier: `acme/weather@sha256:${'0'.repeat(64)}` }, `acme/weather@sha256:${'0'.repeat(64)}`],
  ])('an image is pinned by tag, digest or version: %j', (json, image) => {
    const pkg = { registryType: 'oci', transport: { type: 'stdio' }, ...json };
    expect(manifestOf(server({ packages: [pkg] })).source).toEqual({ kind: 'oci', image });
  });
});

test.each([
  ['npm', '1.2.3-rc.1+build.5', true],
  ['npm', '2026.8.31', true],
  ['npm', '1.2', false],
  ['npm', 'v1.2.3', false],
  ['npm', '1.2.x', false],
  ['npm', '1.0.0 || 2.0.0', false],
  ['pypi', '1.0', true],
  ['pypi', '2024.5.1rc1', true],
  ['pypi', '1!2.0.post1+local.1', true],
  ['pypi', '>=1.0', false],
  ['pypi', '1.*', false],
])('%s version %s is exact: %s', (registryType, version, exact) => {
  const manifest = manifestOf(
    server({ packages: [{ ...npm, identifier: 'weather', registryType, version }] }),
  );
  expect(manifest.problem === undefined).toBe(exact);
});

test('a server’s version that no package has stands in only where the package names none', () => {
  const { version, ...unversioned } = npm;
  expect(manifestOf(server({ version: '2.0.0', packages: [npm] })).source).toMatchObject({ version });
  expect(manifestOf(server({ version: '2.0.0', packages: [unversioned] })).source).toMatchObject({
    version: '2.0.0',
  });
});
