import { manifestOf, server } from './support';

const npm = {
  registryType: 'npm',
  identifier: '@acme/weather',
  version: '1.4.0',
  transport: { type: 'stdio' },
};

describe('deployment.json', () => {
  test('complete: every key says something', () => {
    const deployment = {
      $schema: '../deployment.schema.json',
      package: 0,
      source: {
        go: {
          repository: 'https://git.example/w.git',
          commit: 'a'.repeat(40),
          mainPackage: './cmd/w',
          binary: 'w',
          versionVariable: 'main.Version',
        },
      },
      transport: 'http',
      arguments: ['--port', '{port}', '--city={input:CITY}'],
      variables: { LOGS: '{logs}/x' },
      path: '/rpc',
      port: 9000,
      healthPath: '/ready',
      auth: 'bearer',
      logLevel: { variable: 'LEVEL' },
      writablePaths: ['/var/cache/w'],
      protocol: 'legacy',
      sessions: 'per-client',
      slowestCallSeconds: 45,
      memoryMiB: 256,
      ephemeralStorageMiB: 1024,
      permissions: [
        { actions: ['s3:GetObject'], resources: ['arn:{partition}:s3:::weather-{account}-{region}/*'] },
      ],
      requires: [{ when: { input: 'CITY', equals: 'rome' }, oneOf: [['TOKEN'], ['USER', 'PASSWORD']] }],
      notes: ['It rains.'],
    };
    const names = ['CITY', 'TOKEN', 'USER', 'PASSWORD', 'LEVEL', 'LOGS', 'MCP_AUTH_TOKEN'];
    const environmentVariables = names.map((name) => ({ name }));
    const manifest = manifestOf(server({ packages: [{ ...npm, environmentVariables }] }), deployment);
    expect(manifest.source).toEqual({ kind: 'go', ...deployment.source.go });
    const { transport, variables, path, port, healthPath, auth, logLevel } = deployment;
    const { writablePaths, protocol, sessions, slowestCallSeconds, memoryMiB, ephemeralStorageMiB } =
      deployment;
    expect(manifest.runtime).toEqual({
      ...{ transport, variables, path, port, healthPath, auth, logLevel, arguments: deployment.arguments },
      ...{ writablePaths, protocol, sessions, slowestCallSeconds, memoryMiB, ephemeralStorageMiB },
    });
    expect(manifest.permissions).toEqual(deployment.permissions);
    expect(manifest.requirements).toEqual(deployment.requires);
    expect(manifest.notes).toEqual(deployment.notes);
    // What the router or the manifest gives is not asked for.
    expect(manifest.inputs.map((i) => i.name)).toEqual(['CITY', 'TOKEN', 'USER', 'PASSWORD']);
    expect(manifest.files.map((f) => f.path)).toEqual(['deployment.json', 'server.json']);
  });

  test('arguments of its own leave only the argument inputs that they name', () => {
    const packageArguments = ['--a', '--b'].map((name) => ({ type: 'named', name, isRequired: true }));
    const manifest = manifestOf(server({ packages: [{ ...npm, packageArguments }] }), {
      arguments: ['{input:--b}'],
    });
    expect(manifest.inputs.map((i) => i.name)).toEqual(['--b']);
  });

  test('a log level by argument takes the place of that argument', () => {
    const packageArguments = [
      { type: 'named', name: '--level', default: 'info' },
      { type: 'positional', value: 'run' },
    ];
    const manifest = manifestOf(server({ packages: [{ ...npm, packageArguments }] }), {
      logLevel: { argument: '--level' },
    });
    expect(manifest.runtime.arguments).toEqual(['run']);
    expect(manifest.runtime.logLevel).toEqual({ argument: '--level' });
    expect(manifest.inputs).toEqual([]);
  });

  test.each([
    [
      { pypi: { package: 'w', version: '1.0', binary: 'w' } },
      { kind: 'pypi', package: 'w', version: '1.0', binary: 'w' },
    ],
    [{ npm: { package: 'w', version: '1.0.0-rc.1' } }, { kind: 'npm', package: 'w', version: '1.0.0-rc.1' }],
    [{ oci: { image: 'w:1' } }, { kind: 'oci', image: 'w:1' }],
  ])('a source makes a server without packages deployable: %j', (source, expected) => {
    const manifest = manifestOf(server(), { source });
    expect(manifest.source).toEqual(expected);
    expect(manifest.runtime.transport).toBe('stdio');
  });
});
