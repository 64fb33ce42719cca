import { synthFleet } from '@mcp-fleet/fleet';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { addEnvironment, addServer } from '../../src/add/cli';
import { initFleet } from '../../src/init/init-fleet';

const REPOSITORY = resolve(__dirname, '../../../..');

let root: string;
let output: string;
let registry: Server;
let address: string;

beforeAll(async () => {
  registry = createServer((request, response) => {
    const known = request.url === '/pypi/mcp-server-time/json';
    response.statusCode = known ? 200 : 404;
    response.end(JSON.stringify({ info: { version: '2026.1.1', summary: 'Tells the time.' } }));
  });
  await new Promise<void>((done) => registry.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
});
afterAll(() => registry.close());

beforeEach(() => {
  output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((output += String(text))));
  root = mkdtempSync(join(tmpdir(), 'mcp-fleet-add-'));
  initFleet({ folder: join(root, 'fleet') });
  root = join(root, 'fleet');
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(resolve(root, '..'), { recursive: true });
});

const at = () => [`--root=${root}`];
const stacks = (environment: string) =>
  synthFleet({ root, environment, outdir: join(root, 'cdktf.out') }).stacks;

test.each([
  ['lambda', 'multi-server', ['night-foundation', 'night-tools', 'night-dashboard']],
  ['lambda', 'per-server', ['night-foundation', 'night-tools', 'night-dashboard']],
  ['fargate', 'multi-server', ['night-foundation', 'night-network', 'night-tools', 'night-dashboard']],
  ['docker', 'per-server', ['night-tools']],
])('an environment on %s, %s, is synthesised', (target, topology, expected) => {
  expect(
    addEnvironment([...at(), `--target=${target}`, `--topology=${topology}`, '--server=everything', 'night']),
  ).toBe(0);
  expect(stacks('night')).toEqual(expected);
});

test('a new environment is like that of a new fleet', () => {
  addEnvironment([...at(), '--edge=http-api', '--server=everything', 'dev2']);
  const made = readFileSync(join(root, 'environments/dev2/environment.ts'), 'utf8');
  expect(made.replace('dev2', 'dev')).toBe(
    readFileSync(join(root, 'environments/dev/environment.ts'), 'utf8'),
  );
  expect(output).toBe('  environments/dev2/environment.ts\n\nNext: mcp-fleet synth dev2\n');
});

test('a server from a registry is synthesised in a new environment', async () => {
  expect(await addServer([...at(), `--pypi=${address}/`, 'time', 'pypi:mcp-server-time'])).toBe(0);
  addEnvironment([...at(), '--server=time', 'night']);
  expect(stacks('night')).toContain('night-tools');
  expect(JSON.parse(readFileSync(join(root, 'servers/time/server.json'), 'utf8'))).toMatchObject({
    name: 'local.fleet/time',
    description: 'Tells the time.',
    version: '2026.1.1',
  });
});

test('--json prints the files and writes nothing', async () => {
  await addServer([...at(), `--pypi=${address}`, '--json', 'time', 'pypi:mcp-server-time']);
  expect((JSON.parse(output) as { files: { path: string }[] }).files.map(({ path }) => path)).toEqual([
    'servers/time/server.json',
  ]);
  expect(existsSync(join(root, 'servers/time'))).toBe(false);
});

test.each([
  ['a taken name', ['--server=everything', 'dev'], 'add overwrites nothing'],
  ['a name that is none', ['--server=everything', 'No'], 'an environment name is a lower-case letter'],
  ['a name that climbs', ['--server=everything', '../x'], 'an environment name is a lower-case letter'],
  ['a target that does not exist', ['--server=everything', '--target=lamda', 'x'], 'did you mean "lambda"?'],
  ['an edge of another target', ['--server=everything', '--edge=alb', 'x'], 'alb'],
  ['no server', ['x'], 'a deployment has at least one server'],
])('an environment: %s', (_what, argv, message) => {
  expect(() => addEnvironment([...at(), ...argv])).toThrow(message);
});

test.each([
  ['a taken name', ['everything', 'pypi:mcp-server-time'], 'add overwrites nothing'],
  ['a name that climbs', ['../x', 'pypi:mcp-server-time'], 'single hyphens'],
  ['a package that does not exist', ['x', 'pypi:none'], 'HTTP 404'],
  ['nothing at the address', ['x', 'http://127.0.0.1:1/server.json'], '127.0.0.1:1'],
])('a server: %s', async (_what, argv, message) => {
  await expect(addServer([...at(), `--pypi=${address}`, ...argv])).rejects.toThrow(message);
});
