import { manifestOf, server } from './support';

const npm = { registryType: 'npm', identifier: 'weather', version: '1.4.0' };
const image = { registryType: 'oci', identifier: 'ghcr.io/acme/weather:1.4.0' };

const http = (url: string, pkg: object) =>
  server({ packages: [{ ...pkg, transport: { type: 'streamable-http', url } }] });

describe('docker publishes a port: the container’s is the server’s', () => {
  const published = (url: string, runtimeArguments: object[], more: object = {}) =>
    manifestOf(http(url, { ...image, runtimeArguments, ...more })).runtime;

  test.each([
    ['http://localhost:8080/mcp', [{ type: 'named', name: '-p', value: '8080:3000' }]],
    ['http://localhost:8080/mcp', [{ type: 'named', name: '--publish', value: '127.0.0.1:8080:3000/tcp' }]],
    [
      'http://localhost:{port}/mcp',
      [{ type: 'named', name: '-p', value: '{port}:3000', variables: { port: { default: '8080' } } }],
    ],
    [
      'http://localhost:8080/mcp',
      [
        { type: 'positional', value: '-p' },
        { type: 'positional', value: '8080:3000' },
      ],
    ],
    ['http://localhost:8080/mcp', [{ type: 'positional', value: '--publish=8080:3000' }]],
  ])('%s %j', (url, runtimeArguments) => {
    expect(published(url, runtimeArguments)).toMatchObject({ port: 3000, path: '/mcp', arguments: [] });
  });

  test('a port that docker does not publish is the url’s', () => {
    const args = [{ type: 'named', name: '-p', value: '9000:9000' }];
    expect(published('http://localhost:8080/mcp', args).port).toBe(8080);
  });

  test('another starter’s -p is no port', () => {
    const runtimeArguments = [{ type: 'named', name: '-p', value: '8080:3000' }];
    expect(manifestOf(http('http://localhost:8080/mcp', { ...npm, runtimeArguments })).runtime.port).toBe(
      8080,
    );
  });
});

test('the url may name what stands inside a value', () => {
  const listen = {
    type: 'named',
    name: '--listen',
    value: '{address}:{port}',
    variables: { address: { default: '127.0.0.1' }, port: { default: '3000', isRequired: true } },
  };
  const manifest = manifestOf(http('http://{address}:{port}/mcp', { ...npm, packageArguments: [listen] }));
  expect(manifest.runtime).toMatchObject({ arguments: ['--listen={host}:{port}'], path: '/mcp' });
  expect(manifest.inputs).toEqual([]);
});

test('what the path names is no longer asked: the router calls one path', () => {
  const environmentVariables = [
    { name: 'PORT', default: '3000' },
    { name: 'BASE', default: '/rpc$&' },
  ];
  const manifest = manifestOf(http('http://localhost:{PORT}{BASE}', { ...npm, environmentVariables }));
  expect(manifest.runtime).toMatchObject({ path: '/rpc$&', variables: { PORT: '{port}', BASE: '/rpc$&' } });
  expect(manifest.inputs).toEqual([]);
});

test.each([
  [
    'http://localhost:{nobody}/mcp',
    'names in the url of a streamable-http package are its packageArguments or environmentVariables, and {nobody} of "http://localhost:{nobody}/mcp" is none',
    'name path, and port or an argument with {port}, in deployment.json',
  ],
  [
    'http://localhost:8080/mcp/{KEY}',
    'the router calls a server at one path, and in that of "http://localhost:8080/mcp/{KEY}" {KEY} has no fixed value and no default',
    'name a path that is always the same, and port or an argument with {port}, in deployment.json',
  ],
])('a url that cannot be known: %s', (url, rule, fix) => {
  const pkg = { ...npm, environmentVariables: [{ name: 'KEY', isRequired: true, isSecret: true }] };
  expect(manifestOf(http(url, pkg)).problem).toEqual({ rule, fix });
  expect(manifestOf(http(url, pkg), { path: '/mcp', port: 8080 }).problem).toBeUndefined();
});

test('a package without a transport, as before September 2025, speaks stdio', () => {
  expect(manifestOf(server({ packages: [npm] })).runtime.transport).toBe('stdio');
});
