import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Builder, ImageSpec } from '../../src/images';
import { buildImage, multiServerSpec, serverSpec } from '../../src/images';
import { settingsFrom } from '../../src/images/build/arguments';
import { FakeEngine, optionsOf } from './fake-engine';
import { go, manifest, npm, oci, pypi } from './manifests';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-images-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function builder(engine: FakeEngine, change: Partial<Builder> = {}): Builder & { said: string[] } {
  const said: string[] = [];
  return {
    engine,
    settings: { buildPlatform: 'linux/amd64' },
    serversFolder: join(folder, 'servers'),
    logFolder: join(folder, 'logs'),
    say: (line) => void said.push(line),
    done: new Set(),
    said,
    ...change,
  };
}

async function failure(engine: FakeEngine, spec: ImageSpec): Promise<string> {
  return buildImage(builder(engine), spec).then(
    () => 'nothing failed',
    (error: Error) =>
      error.message.replace(folder, '').replace(/(the whole log|what git said): \S*\//, '$1: '),
  );
}

test('bases first, then the image, with what its Dockerfile knows and nothing else', async () => {
  const engine = new FakeEngine();
  const spec = serverSpec(npm, 'arm64');
  const built = await buildImage(builder(engine), spec);
  expect(built).toMatchObject({ cached: false, bytes: 25300000 });
  expect(engine.builds.map(({ reference }) => reference.split(':')[0])).toEqual([
    'mcp-servers/router',
    'mcp-fleet/node-runtime',
    'mcp-servers/notes',
  ]);
  const { args } = engine.build('notes');
  expect(args.slice(0, 6)).toEqual(['build', '--format', 'docker', '--platform', 'linux/arm64', '--file']);
  expect(optionsOf(engine.build('notes'), '--build-arg')).toEqual([
    'BUILDPLATFORM=linux/amd64',
    'TARGETPLATFORM=linux/arm64',
    'TARGETARCH=arm64',
    'SERVER=notes',
    'BINARY=notes',
    'PACKAGE=@acme/notes',
    'VERSION=2.0.0',
    `RUNTIME_IMAGE=${spec.base?.image.reference}`,
  ]);
  expect(optionsOf(engine.build('notes'), '--label')).toContain('org.opencontainers.image.version=2.0.0');
});

test('docker is given no option that only podman knows', async () => {
  const engine = new FakeEngine({ name: 'docker' });
  await buildImage(builder(engine), serverSpec(go, 'x86_64'));
  expect(engine.build('clock').args.slice(0, 3)).toEqual(['build', '--platform', 'linux/amd64']);
});

test('a context holds what the Dockerfile copies', async () => {
  const engine = new FakeEngine();
  mkdirSync(join(folder, 'servers/maps'), { recursive: true });
  writeFileSync(join(folder, 'servers/maps/constraints.txt'), 'h11==1.0\n');
  writeFileSync(join(folder, 'servers/maps/.env'), 'TOKEN=canary\n');
  await buildImage(builder(engine), serverSpec(pypi, 'x86_64'));
  const { files } = engine.build('maps');
  expect(Object.keys(files).sort()).toEqual(['Dockerfile', 'lock/constraints.txt', 'servers.json']);
  expect(JSON.parse(files['servers.json'] ?? '')).toMatchObject({
    servers: { maps: { command: ['/app/maps/bin/maps'], version: '3.1.0' } },
  });
  const router = Object.keys(engine.build('router').files);
  expect(router).toContain('cmd/mcp-router/main.go');
  expect(router.filter((path) => path.endsWith('_test.go') || path.startsWith('testdata'))).toEqual([]);
});

test('an image that is here is not built again, unless that is asked for', async () => {
  const engine = new FakeEngine();
  const spec = serverSpec(go, 'x86_64');
  await buildImage(builder(engine), spec);
  const again = builder(engine);
  expect(await buildImage(again, spec)).toMatchObject({ cached: true });
  expect(again.said).toEqual([`clock 1.2.0, commit c0ffee000000 (x86_64): here already, ${spec.reference}`]);
  expect(engine.builds).toHaveLength(2);
  await buildImage(builder(engine, { rebuild: true }), spec);
  expect(engine.builds).toHaveLength(4);
  // Sources that come from elsewhere are fetched again, ours need not be compiled again.
  expect(engine.builds.map(({ args }) => args.includes('--no-cache'))).toEqual([false, false, false, true]);
});

test('an image of several servers takes the folders out of their images', async () => {
  const engine = new FakeEngine();
  const props = { environment: 'dev', deployment: 'tools', architecture: 'x86_64' } as const;
  await buildImage(builder(engine), multiServerSpec({ ...props, servers: [npm, go] }));
  const { files, args } = engine.build('dev-tools');
  expect(Object.keys(files).sort()).toEqual([
    'Dockerfile',
    'app/clock/program',
    'app/notes/program',
    'servers.json',
  ]);
  expect(Object.keys((JSON.parse(files['servers.json'] ?? '') as { servers: object }).servers)).toEqual([
    'clock',
    'notes',
  ]);
  expect(args.join(' ')).toContain('RUNTIME_IMAGE=mcp-fleet/node-runtime:');
  const removed = engine.calls.filter((call) => call.startsWith('rm '));
  expect(removed).toEqual([
    expect.stringContaining('container-of-mcp-servers/clock:'),
    expect.stringContaining('container-of-mcp-servers/notes:'),
  ]);
});

const SOURCE = 'registry.example.com/foreign:1.0.0';

test('a server that comes as an image: the router starts what the image would', async () => {
  const config = { Entrypoint: ['/serve'], Cmd: ['--all'], Env: ['MODE=a=b'], WorkingDir: '/srv' };
  const engine = new FakeEngine({ inspect: { [SOURCE]: { platform: 'linux/arm64', config } } });
  await buildImage(builder(engine), serverSpec(oci, 'arm64'));
  const built = engine.build('foreign');
  expect(JSON.parse(built.files['servers.json'] ?? '')).toMatchObject({
    servers: {
      foreign: { command: ['/serve', '--all'], variables: { MODE: 'a=b' }, workingDirectory: '/srv' },
    },
  });
  expect(optionsOf(built, '--build-arg')).toContain(`SOURCE_IMAGE=${SOURCE}`);
  expect(engine.calls.filter((call) => call.startsWith('pull'))).toEqual([]);
});

test('an image without entrypoint and command', async () => {
  const engine = new FakeEngine({
    inspect: { [SOURCE]: { platform: 'linux/arm64', config: { Cmd: null } } },
  });
  expect(await failure(engine, serverSpec(oci, 'arm64'))).toBe(`servers.foreign.source.oci.image
  got   "${SOURCE}"
  rule  an image has an entrypoint or a command: the router starts it in its place
  fix   name another image, or the program as the first of the arguments in deployment.json
  code  image-entrypoint-missing`);
});

test('an image that is here for another processor is fetched, and cannot be', async () => {
  const engine = new FakeEngine({ inspect: { [SOURCE]: { platform: 'linux/amd64', config: {} } } });
  expect(await failure(engine, serverSpec(oci, 'arm64'))).toBe(`servers.foreign.source.oci.image
  got   "manifest unknown"
  rule  podman can fetch the image for linux/arm64: ${SOURCE}
  fix   check the name, and log in to its registry if it asks for that
  code  image-build-failed`);
});

test.each([
  [
    'podman',
    `STEP 3: RUN echo "mcp-fleet: commit-missing \${COMMIT}"\nmcp-fleet: commit-missing c0ffee0\nError: x`,
  ],
  [
    'docker',
    `#9 RUN echo "mcp-fleet: commit-missing \${COMMIT}"\n#9 0.734 mcp-fleet: commit-missing c0ffee0\nERROR: x`,
  ],
])('a commit that is not there, as %s says it', async (_, output) => {
  expect(await failure(new FakeEngine({ failing: { clock: output } }), serverSpec(go, 'arm64')))
    .toBe(`servers.clock.source.go.commit
  got   "c0ffee0000000000000000000000000000000000"
  rule  git finds this commit in https://git.example.com/clock, and it answers without a login
  fix   correct the commit or the address in deployment.json; what git said: mcp-servers-clock-arm64.log
  code  commit-missing`);
});

test('a package without the program', async () => {
  const output = `STEP 3: RUN echo "mcp-fleet: program-missing $(ls bin)"\nmcp-fleet: program-missing notes-mcp tool \nError: x`;
  expect(await failure(new FakeEngine({ failing: { notes: output } }), serverSpec(npm, 'arm64')))
    .toBe(`servers.notes.source.npm.binary
  got   "notes"
  rule  the package installs one of these programs: notes-mcp, tool
  fix   name one of them as binary in deployment.json, under source
  code  package-program-missing`);
});

test('a build that ends: what it said last, and where all of it is', async () => {
  const output =
    'STEP 9/9: RUN go build\n--> abc\nmain.go:1: no such thing\nError: building at STEP "RUN": exit status 1\n';
  expect(await failure(new FakeEngine({ failing: { clock: output } }), serverSpec(go, 'arm64')))
    .toBe(`servers.clock
  rule  podman builds go.Dockerfile to its end; its last lines:
        main.go:1: no such thing
  fix   mend what they say; the whole log: mcp-servers-clock-arm64.log
  code  image-build-failed`);
});

test('a secret that somebody gives as a build argument is in no message', async () => {
  const engine = new FakeEngine({ failing: { clock: 'Error: x' } });
  const settings = { buildPlatform: 'linux/amd64', args: { GO_IMAGE: 'canary-of-the-tests' } };
  const error = await buildImage(builder(engine, { settings }), serverSpec(go, 'arm64')).catch(
    (e: Error) => e,
  );
  expect(optionsOf(engine.build('clock'), '--build-arg')).toContain('GO_IMAGE=canary-of-the-tests');
  expect(String((error as Error).stack)).not.toContain('canary');
});

test('bases and options of one’s own', () => {
  const env = {
    MCP_FLEET_BUILD_ARGS: 'GO_IMAGE=a/go:1=x,\nNODE_IMAGE=b/node:2',
    MCP_FLEET_BUILD_OPTIONS: '--pull=never  -v /a:/b',
  };
  expect(settingsFrom(env)).toEqual({
    args: { GO_IMAGE: 'a/go:1=x', NODE_IMAGE: 'b/node:2' },
    options: ['--pull=never', '-v', '/a:/b'],
  });
  expect(settingsFrom({ MCP_FLEET_BUILD_OPTIONS: '-v\n/a folder:/b' }).options).toEqual([
    '-v',
    '/a folder:/b',
  ]);
  expect(settingsFrom({})).toEqual({ args: {}, options: [] });
});

test('a manifest with a problem is refused before any engine is asked', () => {
  const problem = { rule: 'it is a remote service', fix: 'call it there' };
  expect(() => serverSpec(manifest('remote', undefined as never, { problem }), 'arm64')).toThrow(
    'call it there',
  );
});
