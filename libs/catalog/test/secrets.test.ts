import { load, manifestOf, server } from './support';

const npm = { registryType: 'npm', identifier: 'weather', version: '1.4.0', transport: { type: 'stdio' } };

const secretOf = (input: object): boolean | undefined =>
  manifestOf(server({ packages: [{ ...npm, environmentVariables: [input] }] })).inputs[0]?.secret;

describe('where server.json does not say, the name decides', () => {
  test.each([
    'WEATHER_TOKEN',
    'token',
    'CLIENT_SECRET',
    'USER_API_KEY',
    'GATEWAY_APIKEY',
    'DB_PASSWORD',
    'AWS_SECRET_ACCESS_KEY',
    'WEATHER_PAT',
    'DATABASE_URL',
    'CONNECTION_STRING',
    'weather-api-key',
    'voyageApiKey',
  ])('%s is one', (name) => expect(secretOf({ name })).toBe(true));

  test.each([
    { name: 'TOKEN_LIMIT' },
    { name: 'TOKEN_URL' },
    { name: 'API_KEY_HEADER' },
    { name: 'SORT_KEY' },
    { name: 'AWS_ACCESS_KEY_ID' },
    { name: 'BASE_URL' },
    { name: 'COMPAT' },
    { name: 'MAX_TOKEN', format: 'number' },
    { name: 'PRIVATE_KEY', format: 'filepath' },
    { name: 'USE_TOKEN', choices: ['yes', 'no'] },
  ])('%j is none', (input) => expect(secretOf(input)).toBe(false));
});

test('where server.json says, it is so', () => {
  expect(secretOf({ name: 'WEATHER_TOKEN', isSecret: false })).toBe(false);
  expect(secretOf({ name: 'WEATHER_CITY', isSecret: true })).toBe(true);
});

test.each([
  [{}, {}, true],
  [{}, { isSecret: false }, false],
  [{ isSecret: true }, { isSecret: false }, true],
  [{ isSecret: false }, {}, false],
  [{ isSecret: false }, { isSecret: true }, true],
])('a variable that is one input: %j around %j is a secret: %s', (outer, inner, secret) => {
  expect(secretOf({ name: 'WEATHER_TOKEN', value: '{t}', variables: { t: inner }, ...outer })).toBe(secret);
});

test('arguments too', () => {
  const packageArguments = ['--apiToken', '--city'].map((name) => ({ type: 'named', name }));
  const { inputs } = manifestOf(server({ packages: [{ ...npm, packageArguments }] }));
  expect(inputs.map((input) => input.secret)).toEqual([true, false]);
});

describe('deployment.json', () => {
  const environmentVariables = [{ name: 'SORT_TOKEN' }, { name: 'CITY' }, { name: 'URL', isSecret: true }];
  const json = server({ packages: [{ ...npm, environmentVariables }] });

  test('corrects both', () => {
    const secrets = { SORT_TOKEN: false, CITY: true, URL: false };
    const { inputs } = manifestOf(json, { secrets });
    expect(inputs.map((input) => [input.name, input.secret])).toEqual(Object.entries(secrets));
  });

  test('gives a value to what it says is no secret', () => {
    const deployment = { secrets: { SORT_TOKEN: false }, variables: { SORT_TOKEN: 'name' } };
    expect(manifestOf(json, deployment).runtime.variables).toEqual({ SORT_TOKEN: 'name' });
  });

  test('names inputs that there are', () => {
    const { errors } = load({
      'weather/server.json': json,
      'weather/deployment.json': { secrets: { CITTY: true } },
    });
    expect(errors.map((e) => e.message)).toEqual([
      `servers/weather/deployment.json: secrets.CITTY
  got   "CITTY"
  rule  this names an input of server.json
  fix   did you mean "CITY"?
  code  manifest-inconsistent`,
    ]);
  });
});
