import { manifestOf, server } from './support';

const stdio = { transport: { type: 'stdio' } };
const pypi = {
  registryType: 'pypi',
  identifier: 'acme-weather',
  version: '1.4.0',
  runtimeHint: 'uvx',
  ...stdio,
};
const npm = {
  registryType: 'npm',
  identifier: '@acme/weather',
  version: '1.4.0',
  runtimeHint: 'npx',
  ...stdio,
};
const image = { registryType: 'oci', identifier: 'ghcr.io/acme/weather:1.4.0', ...stdio };

const word = (value: string): object => ({ type: 'positional', value });
const option = (name: string, value?: string): object => ({ type: 'named', name, value });

function started(pkg: object, runtimeArguments: object[], packageArguments: object[] = []) {
  const { source, runtime } = manifestOf(
    server({ packages: [{ ...pkg, runtimeArguments, packageArguments }] }),
  );
  return { source, arguments: runtime.arguments };
}

describe('the program', () => {
  const source = { kind: 'pypi', package: 'acme-weather', version: '1.4.0' };

  test('uvx --from: the first word after it', () => {
    expect(
      started(pypi, [option('--index', 'https://pypi.org/simple'), word('--from')], [word('weather-mcp')]),
    ).toEqual({
      source: { ...source, binary: 'weather-mcp' },
      arguments: [],
    });
    expect(
      started(
        pypi,
        [option('--from', 'acme-weather'), word('weather'), word('serve')],
        [option('--fast', '')],
      ),
    ).toEqual({
      source: { ...source, binary: 'weather' },
      arguments: ['serve', '--fast'],
    });
  });

  test('uvx --from with extras, which are installed too', () => {
    const from = [word('--from'), word('acme-weather[mcp,fast]==1.4.0')];
    expect(started(pypi, from, [word('weather'), word('mcp')])).toEqual({
      source: { ...source, package: 'acme-weather[mcp,fast]', binary: 'weather' },
      arguments: ['mcp'],
    });
  });

  test('npx --package', () => {
    expect(started(npm, [word('-y'), word('--package=@acme/weather'), word('weather-mcp')])).toEqual({
      source: { kind: 'npm', package: '@acme/weather', version: '1.4.0', binary: 'weather-mcp' },
      arguments: [],
    });
  });

  test('one that a user gives is no name of a program', () => {
    const given = { type: 'positional', valueHint: 'city' };
    expect(started(pypi, [option('--from', 'acme-weather')], [given])).toEqual({
      source,
      arguments: ['{input:city}'],
    });
  });
});

describe('arguments', () => {
  test.each([
    ['after the package’s name', pypi, [word('acme-weather'), word('mcp')], ['mcp', 'last']],
    ['… with its version', pypi, [word('acme-weather==1.4.0'), word('mcp')], ['mcp', 'last']],
    [
      '… which has a scope',
      npm,
      [word('-y'), word('@acme/weather@1.4.0'), option('--mode', 'a')],
      ['--mode=a', 'last'],
    ],
    ['after the first word', pypi, [word('--python'), word('3.12'), word('serve')], ['serve', 'last']],
    ['of uvx itself', pypi, [option('-p', '3.12'), word('--quiet'), option('--python', '3.12')], ['last']],
    [
      'after the image',
      image,
      [word('run'), word('-i'), word('ghcr.io/acme/weather'), word('mcp')],
      ['mcp', 'last'],
    ],
    ['… without its registry', image, [word('acme/weather:latest'), word('mcp')], ['mcp', 'last']],
    ['of docker itself', image, [word('run'), option('--rm', 'true'), option('--network', 'host')], ['last']],
  ])('%s', (_, pkg, runtimeArguments, expected) => {
    expect(started(pkg, runtimeArguments, [word('last')]).arguments).toEqual(expected);
  });
});

test('docker’s variables as words of their own', () => {
  const runtimeArguments = [
    word('run'),
    word('-e'),
    { ...word('WEATHER_TOKEN={token}'), isRequired: true, variables: { token: { isSecret: true } } },
    word('-e'),
    word('WEATHER_CITY'),
    word('--env=WEATHER_MODE=server'),
    word('ghcr.io/acme/weather:1.4.0'),
  ];
  const { inputs, runtime } = manifestOf(server({ packages: [{ ...image, runtimeArguments }] }));
  expect(inputs.map(({ name, required, secret }) => [name, required, secret])).toEqual([
    ['WEATHER_TOKEN', true, true],
    ['WEATHER_CITY', false, false],
  ]);
  expect(runtime).toMatchObject({ variables: { WEATHER_MODE: 'server' }, arguments: [] });
});

describe('docker’s mounts', () => {
  const mount = {
    ...option('--mount', 'type=bind,src={folder},dst=/data'),
    variables: { folder: { isRequired: true, format: 'filepath' } },
  };
  const json = server({ packages: [{ ...image, runtimeArguments: [mount] }] });

  test('are no input, but a note', () => {
    const { inputs, notes } = manifestOf(json);
    expect(inputs).toEqual([]);
    expect(notes).toEqual([
      "Its server.json mounts a folder of its user's machine, and a deployment has none: what the server looks for there has to be in its image.",
    ]);
  });

  test('… which deployment.json replaces', () => {
    expect(manifestOf(json, { notes: ['It needs no folder.'] }).notes).toEqual(['It needs no folder.']);
    expect(manifestOf(json, { notes: [] }).notes).toEqual([]);
  });
});

test('a package of another kind has no starter that is known', () => {
  const nuget = { ...pypi, registryType: 'nuget', runtimeArguments: [word('--from')] };
  expect(manifestOf(server({ packages: [nuget] }), { package: 'nuget' }).problem?.rule).toMatch(/nuget$/);
});
