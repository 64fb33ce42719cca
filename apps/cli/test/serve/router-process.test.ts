import { type AddressInfo, createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RouterProcess, checkPort } from '../../src/serve/router-process';
import { World } from './world';

let world: World;
beforeEach(() => (world = new World()));
afterEach(() => world.remove());

const never = new AbortController().signal;

/** A stand-in of the router, whose health answers are these, one a request, the last one again and again. */
async function start(
  states: readonly object[],
  more = '',
): Promise<{ router: RouterProcess; health: string }> {
  const port = await freePort();
  const script = `
    const states = ${JSON.stringify(states)};
    require('node:http').createServer((_, response) => {
      response.end(JSON.stringify(states.length > 1 ? states.shift() : states[0]));
    }).listen(${port}, '127.0.0.1');
    ${more}`;
  const command = world.program('mcp-router', script);
  const router = new RouterProcess({ command, arguments: [], env: {} }, () => undefined);
  return { router, health: `http://127.0.0.1:${port}/notes/health` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

test('it is ready once its server is up, and ends when it is stopped', async () => {
  const { router, health } = await start([
    { state: 'starting', restarts: 0 },
    { state: 'up', restarts: 0 },
  ]);
  await router.ready('notes', health, never);
  await router.stop();
  expect(await router.ended).toBe('exit code SIGTERM');
});

test('a server that ends again and again is said with its reason', async () => {
  const { router, health } = await start([{ state: 'down', restarts: 3, reason: 'exit status 3' }]);
  await expect(router.ready('notes', health, never)).rejects.toMatchObject({
    code: 'server-down',
    path: 'notes',
    value: 'exit status 3',
  });
  await router.stop();
});

test('a router that ends is said with what it wrote last', async () => {
  const { router, health } = await start([{}], 'console.error("no such file"); process.exit(2);');
  await expect(router.ready('notes', health, never)).rejects.toMatchObject({
    code: 'server-down',
    value: 'the router ended (exit code 2): no such file',
  });
  await router.stop();
});

test('a router that cannot be started at all', async () => {
  const router = new RouterProcess({ command: '/no/router', arguments: [], env: {} }, () => undefined);
  await expect(router.ready('notes', 'http://127.0.0.1:1/', never)).rejects.toMatchObject({
    code: 'server-down',
    value: expect.stringContaining('ENOENT'),
  });
  await router.stop();
});

test('the signal ends the wait at once and is no error', async () => {
  const { router, health } = await start([{ state: 'starting', restarts: 0 }]);
  const stop = new AbortController();
  const ready = router.ready('notes', health, stop.signal);
  stop.abort();
  await ready;
  await router.untilEnd('notes', stop.signal);
  await router.stop();
});

test('a router that ends while it serves is an error, the signal is none', async () => {
  const over = join(world.folder, 'over');
  const { router, health } = await start(
    [{ state: 'up', restarts: 0 }],
    `setInterval(() => require('node:fs').existsSync(${JSON.stringify(over)}) && process.exit(7), 20);`,
  );
  await router.ready('notes', health, never);
  writeFileSync(over, '');
  await expect(router.untilEnd('notes', never)).rejects.toMatchObject({ code: 'server-down' });
});

test('lines of its log are shown as they come', async () => {
  const lines: string[] = [];
  const command = world.program('mcp-router', 'console.log("one"); console.error("two");');
  const router = new RouterProcess({ command, arguments: [], env: {} }, (line) => lines.push(line));
  await router.ended;
  while (lines.length < 2) await sleep(10);
  expect(lines.sort()).toEqual(['one', 'two']);
});

test('a port that another program has', async () => {
  const other = createServer();
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
  const { port } = other.address() as AddressInfo;
  await expect(checkPort(port)).rejects.toMatchObject({
    code: 'port-in-use',
    message: expect.stringContaining(`--port ${port + 1}`),
  });
  await new Promise((closed) => other.close(closed));
  await checkPort(port);
});
