import { newServer, type NewServerProps } from '@mcp-fleet/catalog';
import { formatReport } from '@mcp-fleet/core';

const TIME = { info: { version: '2026.1.1', summary: 'Tells the time.' } };
const answers: Record<string, unknown> = {
  'https://pypi.org/pypi/mcp-server-time/json': TIME,
  'https://mirror.example.com/pypi/mcp-server-time/2025.8.4/json': { info: { version: '2025.8.4' } },
  'https://registry.npmjs.org/@acme%2Fnotes/latest': { version: '1.2.3', description: 'Notes.' },
  'https://registry.npmjs.org/weather/4.5.6': { version: '4.5.6', description: 'x'.repeat(300) },
  'https://registry.modelcontextprotocol.io/v0.1/servers/io.github.acme%2Fweather/versions/latest': {
    server: manifest('io.github.acme/weather'),
    _meta: { status: 'active' },
  },
};

const make = (source: string, more: Partial<NewServerProps> = {}) =>
  newServer({
    key: 'tried',
    source,
    readFile: (path) => {
      if (path === './server.json')
        return '{ "name": "io.github.acme/weather", "description": "W", "version": "1.0.0" }';
      throw new Error('ENOENT');
    },
    readUrl: (url) =>
      url in answers ? Promise.resolve(JSON.stringify(answers[url])) : Promise.reject(new Error('HTTP 404')),
    ...more,
  });

async function packageFrom(source: string, more: Partial<NewServerProps> = {}) {
  const { text = '', errors } = await make(source, more);
  expect(errors).toEqual([]);
  return (JSON.parse(text) as { packages: Record<string, unknown>[] }).packages[0];
}

const entry = (command: string, args: string[], env: Record<string, string> = {}) =>
  JSON.stringify({ mcpServers: { tried: { command, args, env } } });

describe('sources', () => {
  test('the MCP registry: its entry without the envelope', async () => {
    const { text = '' } = await make('io.github.acme/weather');
    expect(JSON.parse(text)).toEqual(manifest('io.github.acme/weather'));
  });

  test('a file is kept to the byte', async () => {
    expect((await make('./server.json')).text).toBe(
      '{ "name": "io.github.acme/weather", "description": "W", "version": "1.0.0" }\n',
    );
  });

  test.each([
    ['@acme/notes', {}, { registryType: 'npm', identifier: '@acme/notes', version: '1.2.3' }],
    ['npm:weather', { version: '4.5.6' }, { registryType: 'npm', identifier: 'weather', version: '4.5.6' }],
    [
      'pypi:mcp-server-time',
      {},
      { registryType: 'pypi', identifier: 'mcp-server-time', version: '2026.1.1' },
    ],
    [
      'pypi:mcp-server-time',
      { version: '2025.8.4', registries: { pypi: 'https://mirror.example.com' } },
      { registryType: 'pypi', identifier: 'mcp-server-time', version: '2025.8.4' },
    ],
  ])('%s %j', async (source, more, expected) => {
    expect(await packageFrom(source, more)).toEqual({ ...expected, transport: { type: 'stdio' } });
  });

  test('the description fits the format', async () => {
    const { text = '' } = await make('npm:weather', { version: '4.5.6' });
    expect((JSON.parse(text) as { description: string }).description).toHaveLength(100);
  });
});

describe('a pasted entry', () => {
  test.each([
    ['npx', ['-y', '@acme/notes@1.0.0', 'stdio'], 'npm', '@acme/notes', '1.2.3'],
    ['uvx', ['mcp-server-time'], 'pypi', 'mcp-server-time', '2026.1.1'],
    [
      '/usr/bin/docker',
      ['run', '-i', '--rm', '-e', 'LEVEL', 'ghcr.io/acme/x:1.0'],
      'oci',
      'ghcr.io/acme/x:1.0',
      undefined,
    ],
  ])('%s %j', async (command, args, registryType, identifier, version) => {
    answers['https://registry.npmjs.org/@acme%2Fnotes/1.0.0'] = { version: '1.2.3' };
    const found = await packageFrom(entry(command, args));
    expect(found).toMatchObject({ registryType, identifier });
    expect(found?.['version']).toBe(command === 'npx' ? '1.0.0' : version);
  });

  test('the program of a package that has several', async () => {
    expect(await packageFrom(entry('uvx', ['--from', 'mcp-server-time', 'clock']))).toMatchObject({
      identifier: 'mcp-server-time',
      runtimeArguments: [
        { type: 'named', name: '--from', value: 'mcp-server-time' },
        { type: 'positional', value: 'clock' },
      ],
    });
  });

  test('no value of a variable and no secret argument is written; the user is told', async () => {
    const args = [
      'mcp-server-time',
      '--api-key',
      'hunter2-a',
      '--token=hunter2-b',
      '--port',
      '80',
      'postgres://u:hunter2-c@db',
    ];
    const source = entry('uvx', args, {
      ACME_TOKEN: 'hunter2-d',
      AUTH: 'glpat-hunter2e',
      LEVEL: 'hunter2-f',
    });
    const { text = '', notes, errors } = await make(source);
    expect(errors).toEqual([]);
    expect(text + notes.join()).not.toContain('hunter2');
    expect((JSON.parse(text) as { packages: unknown[] }).packages[0]).toMatchObject({
      packageArguments: [
        { type: 'named', name: '--api-key', isRequired: true, isSecret: true },
        { type: 'named', name: '--token', isRequired: true, isSecret: true },
        { type: 'positional', value: '--port' },
        { type: 'positional', value: '80' },
        { type: 'positional', valueHint: 'SECRET_ARGUMENT_6', isRequired: true, isSecret: true },
      ],
      environmentVariables: [
        { name: 'ACME_TOKEN', isRequired: true, isSecret: true },
        { name: 'AUTH', isRequired: true, isSecret: true },
        { name: 'LEVEL' },
      ],
    });
    expect(notes).toEqual([
      'Secrets, whose values were not written: ACME_TOKEN, AUTH, --api-key, --token, SECRET_ARGUMENT_6. Fill them in Secrets Manager, or in .env.',
      'Settings, whose values were not written: LEVEL. Put them into settings of the instance.',
    ]);
  });
});

test.each([
  ['weather', 'source', 'write npm:weather or pypi:weather for a package, ./<path> for a file'],
  ['./missing.json', './missing.json', 'correct the path of server.json'],
  ['npm:missing', 'https://registry.npmjs.org/missing/latest', 'check the name and the version'],
  ['io.github.acme/none', '/versions/latest', 'check the name and the version'],
  ['{ "mcpServers": ', 'mcpServers: line 1', 'write a value'],
  ['{ "env": { "T": hunter2 } }', 'mcpServers: line 1', 'write a value'],
  ['https://u:hunter2@x.example.com/a', 'https://x.example.com/a', 'check the name and the version'],
  [entry('node', ['server.js']), 'mcpServers', 'name the package itself'],
  [entry('npx', ['-y']), 'mcpServers', 'paste the whole entry, with its args'],
  ['{ "url": "https://u:hunter2@x.example.com" }', 'mcpServers', 'name the package of the server'],
  ['{ "a": { "command": "npx" }, "b": {} }', 'mcpServers', 'name the server a or b'],
  ['{}', 'mcpServers', 'paste an entry with its command and args'],
  ['{ "name": "no slash", "packages": [] }', 'mcpServers: name', 'a name is a reversed domain'],
])('%s is refused', async (source, place, fix) => {
  const { text, errors } = await make(source);
  const report = formatReport(errors);
  expect(text).toBeUndefined();
  expect(report).toContain(place);
  expect(report).toContain(fix);
  expect(report).not.toContain('hunter2');
});

test('a key that is no name of a folder is refused beside what is wrong with the source', async () => {
  const { text, errors } = await make('weather', { key: '../x' });
  expect(text).toBeUndefined();
  expect(errors.map(({ code, value }) => [code, value])).toEqual([
    ['manifest-invalid', '../x'],
    ['manifest-unreadable', 'weather'],
  ]);
});

function manifest(name: string): object {
  return { name, description: 'Weather.', version: '1.0.0', packages: [] };
}
