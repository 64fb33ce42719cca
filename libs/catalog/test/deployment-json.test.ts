import { checkDeploymentJson } from '../src';

const file = 'servers/weather/deployment.json';
const errors = (json: unknown) => checkDeploymentJson(json, file).errors;

test('nothing is demanded', () => {
  expect(checkDeploymentJson({}, file)).toEqual({ value: {}, errors: [] });
});

test('misspelt keys, at every level', () => {
  expect(
    errors({ healthpath: '/h', source: { goo: {} }, logLevel: { variabel: 'X' } }).map((e) => e.message),
  ).toEqual([
    `${file}: source.goo
  rule  the keys here are: go, npm, oci, pypi
  fix   did you mean "go"?
  code  manifest-invalid`,
    `${file}: logLevel.variabel
  rule  the keys here are: argument, variable
  fix   did you mean "variable"?
  code  manifest-invalid`,
    `${file}: healthpath
  rule  the keys here are: $schema, arguments, auth, ephemeralStorageMiB, healthPath, logLevel, memoryMiB, notes, package, path, permissions, port, protocol, requires, secrets, sessions, slowestCallSeconds, source, transport, variables, writablePaths
  fix   did you mean "healthPath"?
  code  manifest-invalid`,
  ]);
});

const go = { repository: 'https://git.example/w', commit: 'a'.repeat(40), mainPackage: '.', binary: 'w' };

test.each([
  ['source', { source: {} }, 'source', 'exactly one of these keys is given: go, npm, pypi, oci'],
  [
    'two sources',
    { source: { go, oci: { image: 'w:1' } } },
    'source',
    'exactly one of these keys is given: go, npm, pypi, oci',
  ],
  [
    'a short commit',
    { source: { go: { ...go, commit: 'abc1234' } } },
    'source.go.commit',
    'this is a full commit id: 40 hex digits',
  ],
  [
    'a clone address with a user',
    { source: { go: { ...go, repository: 'https://u:p@git.example/w' } } },
    'source.go.repository',
    'this is an https address without a user',
  ],
  [
    'a main package outside',
    { source: { go: { ...go, mainPackage: 'cmd/w' } } },
    'source.go.mainPackage',
    'this is . or a path that begins with ./',
  ],
  [
    'a linker variable',
    { source: { go: { ...go, versionVariable: 'Version' } } },
    'source.go.versionVariable',
    'this is a package path, a dot and a variable',
  ],
  [
    'a range',
    { source: { npm: { package: 'w', version: '^1' } } },
    'source.npm.version',
    'a version is exact, not a range',
  ],
  ['a package', { package: true }, 'package', 'this is a number or a text'],
  ['a transport', { transport: 'htpp' }, 'transport', 'this is one of: http, stdio'],
  ['arguments', { arguments: '--http' }, 'arguments', 'this is a list'],
  ['an argument', { arguments: ['--port', 80] }, 'arguments[1]', 'this is a text'],
  [
    'the name of a variable',
    { variables: { 'A-B': '1' } },
    'variables.A-B',
    'this is the name of a variable',
  ],
  ['a path', { path: 'mcp' }, 'path', 'this is a path that begins with /'],
  ['a port', { port: 70000 }, 'port', 'a port is 1 to 65535'],
  ['auth', { auth: 'basic' }, 'auth', 'this is one of: authorization, bearer, both, none, x-mcp-auth-token'],
  [
    'two ways for the level',
    { logLevel: { variable: 'A', argument: '-a' } },
    'logLevel',
    'exactly one of these keys is given: variable, argument',
  ],
  ['a writable path', { writablePaths: ['cache'] }, 'writablePaths[0]', 'this is a path that begins with /'],
  ['seconds', { slowestCallSeconds: 0 }, 'slowestCallSeconds', 'this is a whole number of 1 or more'],
  ['memory', { memoryMiB: 1.5 }, 'memoryMiB', 'this is a whole number'],
  [
    'a wildcard action',
    { permissions: [{ actions: ['s3:*'], resources: ['*'] }] },
    'permissions[0].actions[0]',
    'this is one action, service:Action, without wildcards',
  ],
  [
    'a resource',
    { permissions: [{ actions: ['s3:GetObject'], resources: ['bucket'] }] },
    'permissions[0].resources[0]',
    'this is an ARN, or * for actions that know no resource',
  ],
  [
    'a word in a resource',
    { permissions: [{ actions: ['s3:GetObject'], resources: ['arn:{part}:s3:::b'] }] },
    'permissions[0].resources[0]',
    'what is filled in is one of: {partition}, {region}, {account}',
  ],
  [
    'no actions',
    { permissions: [{ actions: [], resources: ['*'] }] },
    'permissions[0].actions',
    'there is at least one action',
  ],
  ['no sets', { requires: [{ oneOf: [] }] }, 'requires[0].oneOf', 'there is at least one set'],
  ['an empty set', { requires: [{ oneOf: [[]] }] }, 'requires[0].oneOf[0]', 'a set names at least one input'],
])('bad input: %s', (_, json, path, rule) => {
  expect(errors(json).map((e) => [e.code, e.file, e.path, e.rule])).toEqual([
    ['manifest-invalid', file, path, rule],
  ]);
});

test('the whole message', () => {
  expect(errors({ transport: 'htpp', memoryMiB: '1 GB' }).map((e) => e.message)).toEqual([
    `${file}: transport
  got   "htpp"
  rule  this is one of: http, stdio
  fix   did you mean "http"?
  code  manifest-invalid`,
    `${file}: memoryMiB
  got   "1 GB"
  rule  this is a number
  fix   what is meant: memory it needs, in MiB; default the house's for its kind
  code  manifest-invalid`,
  ]);
});

test.each([
  ['secretsmanager:GetSecretValue', '*', false],
  ['iam:PassRole', 'arn:aws:iam::{account}:role/*', false],
  ['sts:AssumeRole', 'arn:aws:iam::{account}:role/reader', true],
  ['s3:GetObject', 'arn:aws:s3:::documents/*', true],
  ['cloudwatch:GetMetricData', '*', true],
])('a permission for %s on %s is allowed: %s', (action, resource, allowed) => {
  const { errors } = checkDeploymentJson(
    { permissions: [{ actions: [action], resources: [resource] }] },
    'servers/x/deployment.json',
  );
  expect(errors.map(({ path }) => path)).toEqual(allowed ? [] : ['permissions[0].resources']);
});
