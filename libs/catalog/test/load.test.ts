import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { loadCatalog } from '../src';
import { load, messages, server, tree } from './support';

const npm = { registryType: 'npm', identifier: 'w', version: '1.0.0', transport: { type: 'stdio' } };

test('reads folders that hold a server, and passes over the others', () => {
  const loaded = load({
    'zebra/server.json': server(),
    'ant/server.json': server({ packages: [npm] }),
    'images/server.json': 'not even JSON',
    'docs/readme.txt': 'nothing',
    'README.md': '# Servers',
  });
  expect(messages(loaded)).toEqual([]);
  expect(Object.keys(loaded.catalog.servers)).toEqual(['ant', 'zebra']);
});

test('an unknown server is unknown, whatever its name', () => {
  expect(load({ 'ant/server.json': server() }).catalog.servers['constructor']).toBeUndefined();
});

test('several folders; a server that cannot be deployed breaks no other', () => {
  const cwd = tree({ 'a/one/server.json': server(), 'b/two/server.json': server({ packages: [npm] }) });
  const { catalog, errors } = loadCatalog(['./a/', join(cwd, 'b')], { cwd });
  expect(errors).toEqual([]);
  expect(catalog.servers['one']?.problem?.rule).toBe('server.json lists no package');
  expect(catalog.servers['two']?.source).toEqual({ kind: 'npm', package: 'w', version: '1.0.0' });
});

test('all errors of all servers at once, with files as the folder was given', () => {
  const loaded = load({
    'alone/deployment.json': {},
    'Bad_Name/server.json': server(),
    'comma/server.json': '{\n  "name": "a/b",\n}\n',
    'fine/server.json': server(),
    'latin/server.json': Buffer.from([0x7b, 0xff, 0x7d]),
    'two/server.json': { name: 'x' },
    'two/deployment.json': { pth: '/' },
  });
  expect(Object.keys(loaded.catalog.servers)).toEqual(['fine']);
  expect(messages(loaded).slice(0, 4)).toEqual([
    `servers/Bad_Name
  got   "Bad_Name"
  rule  the folder's name is the server's key: small letters, digits and single hyphens, beginning with a letter, at most 40 characters
  fix   rename the folder
  code  manifest-invalid`,
    `servers/alone/server.json
  rule  a server has a server.json, and this folder has only a deployment.json
  fix   put the server's server.json beside it
  code  manifest-unreadable`,
    `servers/comma/server.json: line 3, column 1
  got   "}"
  rule  JSON has a key in double quotes here
  fix   remove the comma before it
  code  manifest-unreadable`,
    `servers/latin/server.json
  rule  a manifest is a readable file in UTF-8
  fix   save it as UTF-8
  code  manifest-unreadable`,
  ]);
  expect(loaded.errors.slice(4).map((e) => [e.file, e.path])).toEqual([
    ['servers/two/server.json', 'name'],
    ['servers/two/server.json', 'description'],
    ['servers/two/server.json', 'version'],
    ['servers/two/deployment.json', 'pth'],
  ]);
});

test('a key that is too long, and one that is just short enough', () => {
  const loaded = load({
    [`${'a'.repeat(40)}/server.json`]: server(),
    [`${'b'.repeat(41)}/server.json`]: server(),
  });
  expect(loaded.errors.map((e) => e.file)).toEqual([`servers/${'b'.repeat(41)}`]);
});

test('one name in two folders', () => {
  const cwd = tree({
    'a/w/server.json': server({ version: '1' }),
    'b/w/server.json': server({ version: '2' }),
  });
  const { catalog, errors } = loadCatalog(['a', 'b'], { cwd });
  expect(catalog.servers['w']?.version).toBe('1');
  expect(errors.map((e) => e.message)).toEqual([
    `b/w
  got   "w"
  rule  a server is in the catalog once, and a/w has the same name
  fix   rename or remove one of the folders
  code  manifest-inconsistent`,
  ]);
});

test.each([
  [
    { command: 'npx', args: ['-y', '@acme/brave@1.2.0'], env: { KEY: 'hidden' } },
    ' (here the npm package @acme/brave@1.2.0)',
  ],
  [{ command: 'uvx', args: ['mcp-brave'] }, ' (here the pypi package mcp-brave)'],
  [{ command: 'npx', args: ['-y', 'https://user:hidden@example.com/x.tgz'] }, ''],
  [{ command: 'docker', args: ['run', 'acme/brave'] }, ''],
  [{ url: 'https://mcp.example.com/?key=hidden' }, ''],
])('the configuration of a client is one error, which says what it is: %j', (brave, what) => {
  const [message, ...more] = messages(load({ 'brave/server.json': { mcpServers: { brave } } }));
  expect(message).toBe(
    [
      'servers/brave/server.json: mcpServers',
      "  rule  a server.json describes a server, and this is a client's configuration, which only says how to start one",
      `  fix   take the server.json from the server's repository or from the MCP registry, or let "mcp-fleet add server <name> <file>" write one${what}`,
      '  code  manifest-invalid',
    ].join('\n'),
  );
  expect(more).toEqual([]);
});

test('a folder that is not there', () => {
  expect(loadCatalog('nowhere', { cwd: tree({}) }).errors.map((e) => e.message)).toEqual([
    `nowhere
  rule  a catalog is a folder with a sub-folder for each server, and this one cannot be read
  fix   make the folder, or correct its path
  code  manifest-unreadable`,
  ]);
});

test('files are hashed with LF, whatever their line ends, and may begin with a byte order mark', () => {
  const text = `${JSON.stringify(server(), null, 2)}\n`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  for (const variant of [text, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`]) {
    const { catalog } = load({ 'w/server.json': variant });
    expect(catalog.servers['w']?.files).toEqual([{ path: 'server.json', sha256 }]);
  }
});

test('a lock file beside the manifests decides what an image holds too', () => {
  const files = {
    'w/server.json': server({ packages: [npm] }),
    'w/package-lock.json': '{}',
    'w/notes.txt': 'x',
  };
  const manifest = (change: object) => load({ ...files, ...change }).catalog.servers['w'];
  expect(manifest({})?.files.map(({ path }) => path)).toEqual(['package-lock.json', 'server.json']);
  expect(manifest({})?.files).toEqual(manifest({ 'w/notes.txt': 'y' })?.files);
  expect(manifest({})?.files).not.toEqual(manifest({ 'w/package-lock.json': '{ }' })?.files);
});

describe('the two files have to agree', () => {
  const json = server({
    packages: [
      {
        ...npm,
        environmentVariables: [
          { name: 'TOKEN', isSecret: true },
          { name: 'MODE', choices: ['a', 'bb'] },
          { name: 'CITY' },
        ],
      },
    ],
  });
  const file = 'servers/w/deployment.json';

  test('all contradictions at once', () => {
    const loaded = load({
      'w/server.json': json,
      'w/deployment.json': {
        package: 'oci',
        path: '/mcp',
        auth: 'none',
      },
      'x/server.json': json,
      'x/deployment.json': {
        healthPath: '/health',
        logLevel: { variable: 'LEVEL' },
        variables: { LEVEL: 'debug', TOKEN: 'hunter2', DIR: '{lgos}/x' },
        arguments: ['{logs}', '{input:CITI}', '{"json":{"a":1}}'],
        requires: [
          { when: { input: 'MOD' }, oneOf: [['CITY', 'TOKEM']] },
          { when: { input: 'MODE', equals: 'b' }, oneOf: [['CITY']] },
        ],
      },
    });
    expect(loaded.catalog.servers).toEqual({});
    expect(loaded.errors.every((e) => e.code === 'manifest-inconsistent')).toBe(true);
    expect(loaded.errors.map((e) => [e.path, e.rule, e.fix])).toEqual([
      ['package', 'this is one of packages[] in server.json', 'use one of: 0 (npm)'],
      ['path', 'a stdio server has no address', 'remove the key, or write "transport": "http"'],
      ['healthPath', 'a stdio server has no address', 'remove the key, or write "transport": "http"'],
      ['variables.LEVEL', 'the router sets the variable of logLevel', 'remove it from variables'],
      [
        'requires[0].when.input',
        'this names an input of server.json that a user gives',
        'did you mean "MODE"?',
      ],
      [
        'requires[0].oneOf[0][1]',
        'this names an input of server.json that a user gives',
        'use one of: CITY, MODE',
      ],
      ['requires[1].when.equals', 'MODE is one of: a, bb', 'did you mean "a"?'],
      ['arguments[0]', 'the router fills in {host}, {port} and {input:NAME} here', 'use one of: host, port'],
      ['arguments[1]', '{input:NAME} names an input of server.json', 'did you mean "CITY"?'],
      [
        'variables.TOKEN',
        'this input is a secret, and no secret is written in a manifest',
        'remove it: each deployment gives its own; if it is none, say "secrets": { "TOKEN": false }',
      ],
      [
        'variables.DIR',
        'the router fills in {logs}, {home}, {host}, {port} and {input:NAME} here',
        'did you mean "logs"?',
      ],
    ]);
    expect(messages(loaded).join()).not.toContain('hunter2');
  });

  test('the whole message', () => {
    const loaded = load({
      'w/server.json': json,
      'w/deployment.json': { requires: [{ oneOf: [['CITI']] }] },
    });
    expect(messages(loaded)).toEqual([
      `${file}: requires[0].oneOf[0][0]
  got   "CITI"
  rule  this names an input of server.json that a user gives
  fix   did you mean "CITY"?
  code  manifest-inconsistent`,
    ]);
  });
});

test('two hundred manifests load at once', () => {
  const environmentVariables = Array.from({ length: 12 }, (_, i) => ({
    name: `V${i}`,
    value: '{x}',
    variables: { x: {} },
  }));
  const files = Array.from({ length: 200 }, (_, i) => [
    [`s${i}/server.json`, server({ packages: [{ ...npm, environmentVariables }] })],
    [`s${i}/deployment.json`, { requires: [{ oneOf: [['V1'], ['V2']] }] }],
  ]).flat();
  const cwd = tree(Object.fromEntries(files));
  const { catalog, errors } = loadCatalog('.', { cwd });
  expect(errors).toEqual([]);
  expect(Object.keys(catalog.servers)).toHaveLength(200);
});
