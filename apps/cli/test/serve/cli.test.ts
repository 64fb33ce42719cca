import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { main } from '../../src/serve/cli';
import { World } from './world';

let printed = '';
let world: World;
beforeEach(() => {
  world = new World();
  printed = '';
  const print = (text: string | Uint8Array) => {
    printed += String(text);
    return true;
  };
  jest.spyOn(process.stderr, 'write').mockImplementation(print);
  jest.spyOn(process.stdout, 'write').mockImplementation(print);
});
afterEach(() => {
  jest.restoreAllMocks();
  world.remove();
});

const serverJson = (variables: readonly object[] = []) =>
  JSON.stringify({
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: 'com.example/notes',
    description: 'Notes.',
    version: '1.2.3',
    packages: [
      {
        registryType: 'npm',
        identifier: '@example/notes',
        version: '1.2.3',
        transport: { type: 'stdio' },
        environmentVariables: variables,
      },
    ],
  });

test.each([
  [[], 'name one server'],
  [['a', 'b'], 'name one server'],
  [['a', '--image', '--processes'], 'either --image or --processes'],
  [['a', '--port', '0'], '--port is a number from 1 to 65535'],
  [['a', '--owt'], "Unknown option '--owt'"],
])('a wrong call %p is exit code 64 with the usage', async (args, message) => {
  expect(await main(args, {})).toBe(64);
  expect(printed).toContain(message);
  expect(printed).toContain('serve <server>');
});

test('--help is exit code 0', async () => {
  expect(await main(['--help'], {})).toBe(0);
});

test('an unknown server', async () => {
  world.write('servers/notes/server.json', serverJson());
  expect(await main(['nots', '--root', world.folder], {})).toBe(1);
  expect(printed).toContain('did you mean "notes"?');
});

test('what lacks in .env is said by name, with the lines to write; values in it are not shown', async () => {
  const variables = [
    { name: 'NOTES_TOKEN', isSecret: true, isRequired: true, description: 'Token.' },
    { name: 'NOTES_KEY', isSecret: true, isRequired: true },
  ];
  world.write('servers/notes/server.json', serverJson(variables));
  world.write('.env', 'NOTES_KEY=s3cret');
  expect(await main(['notes', '--root', world.folder], {})).toBe(1);
  expect(printed).toContain('notes needs NOTES_TOKEN');
  expect(printed).not.toContain('notes needs NOTES_KEY');
  expect(printed).toContain('# Secret. Token.\nNOTES_TOKEN=\n');
  expect(printed).not.toContain('s3cret');
});

test('a port in use is said before anything is installed, and no listener stays behind', async () => {
  world.write('servers/notes/server.json', serverJson());
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  const listeners = process.listenerCount('SIGINT');
  expect(await main(['notes', '--root', world.folder, '--port', String(port)], {})).toBe(1);
  expect(printed).toContain('code  port-in-use');
  expect(process.listenerCount('SIGINT')).toBe(listeners);
  await new Promise((closed) => other.close(closed));
});
