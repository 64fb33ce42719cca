import { checkServerJson } from '../src';
import { server } from './support';

const file = 'servers/weather/server.json';
const messages = (json: unknown): string[] => checkServerJson(json, file).errors.map((e) => e.message);
const npm = { registryType: 'npm', identifier: 'w', transport: { type: 'stdio' } };

describe('loads what the schema allows', () => {
  test.each([
    ['the least', server()],
    [
      'keys nobody knows, at every level',
      server({
        later: 1,
        repository: {},
        icons: 'none',
        remotes: [{ type: 'something-new', x: 1 }],
        packages: [
          {
            ...npm,
            later: {},
            transport: { type: 'stdio', url: '', more: true },
            packageArguments: [{ type: 'named', name: '-x', later: 1 }],
            environmentVariables: [{ name: 'A', later: 1, variables: { b: { later: 1 } } }],
          },
        ],
      }),
    ],
    [
      'texts longer than the registry takes: they harm nothing here',
      server({ title: 'x'.repeat(200), description: '🌦'.repeat(200) }),
    ],
    [
      'an empty version and an old date',
      server({ version: '', $schema: 'https://x.example/2025-09-16/server.schema.json' }),
    ],
  ])('%s', (_, json) => {
    const checked = checkServerJson(json, file);
    expect(checked.errors).toEqual([]);
    expect(checked.value).toEqual(json);
  });
});

test('missing keys', () => {
  expect(messages({ name: 'io.github.acme/weather' })).toEqual([
    `${file}: description
  rule  this key is required
  fix   add it: what the server does, at most 100 characters
  code  manifest-invalid`,
    `${file}: version
  rule  this key is required
  fix   add it: version of the server, such as 1.2.3
  code  manifest-invalid`,
  ]);
});

test('values outside what is allowed, each at its place', () => {
  const json = server({
    name: 'weather',
    packages: [
      { ...npm, transport: { type: 'http' } },
      { ...npm, transport: { type: 'sse' }, version: 'latest' },
      {
        ...npm,
        packageArguments: [{ type: 'positional' }, { type: 'named' }, {}],
        environmentVariables: [{ name: 'A', format: 'strin', isRequired: 'yes' }],
      },
    ],
  });
  expect(checkServerJson(json, file).errors.map((e) => [e.path, e.rule, e.fix])).toEqual([
    [
      'name',
      'a name is a reversed domain, one slash and a name',
      'what is meant: name in the registry, such as io.github.owner/weather',
    ],
    [
      'packages[0].transport.type',
      'this is one of: sse, stdio, streamable-http',
      'use one of: sse, stdio, streamable-http',
    ],
    [
      'packages[1].version',
      'a version is exact, not "latest"',
      'what is meant: exact version of the package, such as 1.2.3',
    ],
    ['packages[1].transport.url', 'this key is required', 'add it'],
    [
      'packages[2].packageArguments[0]',
      'a positional argument has a value or a valueHint',
      'write a value that keeps the rule',
    ],
    ['packages[2].packageArguments[1].name', 'this key is required', 'add it'],
    ['packages[2].packageArguments[2].type', 'this key is required', 'add it'],
    [
      'packages[2].environmentVariables[0].isRequired',
      'this is true or false',
      'what is meant: whether the server needs a value; default false',
    ],
    [
      'packages[2].environmentVariables[0].format',
      'this is one of: boolean, filepath, number, string',
      'did you mean "string"?',
    ],
  ]);
});

test('no object at all', () => {
  expect(messages([])).toEqual([
    `${file}
  got   []
  rule  this is an object
  fix   write a value that keeps the rule
  code  manifest-invalid`,
  ]);
});

test('the form before camelCase is said once', () => {
  const json = server({ packages: [{ registry_type: 'npm', identifier: 'w', environment_variables: [] }] });
  expect(messages(json)).toEqual([
    `${file}: packages[0].registry_type
  rule  keys are in camelCase (schema 2025-12-11); this is the form of before September 2025
  fix   get the server's current server.json, or rename registry_type to registryType and its like
  code  manifest-invalid`,
  ]);
});

test('an answer of the registry’s API', () => {
  expect(messages({ server: server(), _meta: {} })).toEqual([
    `${file}: server
  rule  the file is a plain server.json; this is an answer of the registry, which wraps one in "server"
  fix   keep only what "server" holds
  code  manifest-invalid`,
  ]);
});

describe('a secret with its value', () => {
  const secretsOf = (change: object) =>
    checkServerJson(server({ packages: [{ ...npm, ...change }] }), file).errors;
  const key = { name: 'KEY', isSecret: true };

  test('is refused, and not shown', () => {
    const [error, ...others] = secretsOf({ environmentVariables: [{ ...key, value: 'hunter2' }] });
    expect(others).toEqual([]);
    expect(error?.message).toBe(`${file}: packages[0].environmentVariables[0].value
  got   (a value that is not shown)
  rule  this input is a secret, and no secret is written in a manifest: it would be in every image
  fix   remove value: each deployment fills the secret in Secrets Manager; if it was committed, replace it at its issuer
  code  manifest-invalid`);
  });

  test('is found in arguments, in what stands in braces, and beside what breaks the schema', () => {
    const value = 'X={key}';
    const variables = { key: { isSecret: true, value: 'hunter2' } };
    const found = secretsOf({
      version: 'latest',
      packageArguments: [{ type: 'named', name: '--key', isSecret: true, value: 'hunter2' }],
      runtimeArguments: [
        { type: 'named', name: '-e', isSecret: true, value: 'KEY=hunter2' },
        { type: 'named', name: '-e', value, variables },
      ],
    });
    expect(found.map(({ path }) => path)).toEqual([
      'packages[0].version',
      'packages[0].runtimeArguments[0].value',
      'packages[0].runtimeArguments[1].variables.key.value',
      'packages[0].packageArguments[0].value',
    ]);
  });

  test('is none where the value only names what a user gives', () => {
    expect(
      secretsOf({
        environmentVariables: [key, { ...key, value: 'Bearer {token}', variables: { token: {} } }],
        runtimeArguments: [
          { type: 'named', name: '-e', isSecret: true, value: 'KEY' },
          { type: 'positional', value: '--env' },
          { type: 'positional', isSecret: true, value: 'KEY' },
        ],
      }),
    ).toEqual([]);
  });
});
