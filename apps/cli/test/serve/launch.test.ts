import { FleetError } from '@mcp-fleet/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chooseMode } from '../../src/serve/choose-mode';
import { containerLaunch, processLaunch, tokenOf } from '../../src/serve/launch';
import { readyPage } from '../../src/serve/ready-page';
import { World, manifest } from './world';

let world: World;
beforeEach(() => (world = new World()));
afterEach(() => world.remove());

const token = '0123456789abcdef';
const served = {
  manifest: manifest({ key: 'my-notes' }),
  inputs: { settings: { NOTES_URL: 'https://notes.example.com' }, secrets: { NOTES_TOKEN: 's3cret' } },
  port: 8090,
};

test('as a process the router gets the local program, and listens on this computer alone', () => {
  const launch = processLaunch(served, { router: '/r', program: '/p/notes', folder: world.folder });
  const file = join(world.folder, 'servers.json');
  expect(launch).toMatchObject({ command: '/r', arguments: [] });
  expect(launch.env).toMatchObject({
    MCP_ROUTER_HOST: '127.0.0.1',
    MCP_ROUTER_PORT: '8090',
    MCP_ROUTER_SERVERS_FILE: file,
    MCP_ROUTER_WRITABLE: world.folder,
    MCP_SECRET_MY_NOTES: '{"NOTES_TOKEN":"s3cret"}',
  });
  expect(JSON.parse(launch.env['MCP_ROUTER_DEPLOYMENT'] ?? '')).toEqual({
    edge: 'streaming',
    access: { mode: 'public' },
    timeoutSeconds: 300,
    instances: { 'my-notes': { server: 'my-notes', settings: { NOTES_URL: 'https://notes.example.com' } } },
  });
  const text = readFileSync(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ servers: { 'my-notes': { command: ['/p/notes'] } } });
  expect(text).not.toContain('s3cret');
});

test('variables of another router in the shell do not reach ours', () => {
  process.env['MCP_ROUTER_SECRETS_FILE'] = '/elsewhere';
  try {
    const { env } = processLaunch(served, { router: '/r', program: '/p', folder: world.folder });
    expect(env['MCP_ROUTER_SECRETS_FILE']).toBeUndefined();
    expect(env['PATH']).toBe(process.env['PATH']);
  } finally {
    delete process.env['MCP_ROUTER_SECRETS_FILE'];
  }
});

test('a container is locked up, published on this computer alone, and no secret is on its command line', () => {
  const launch = containerLaunch({ ...served, token }, { engine: 'podman', image: 'notes:1', name: 'n' });
  const line = launch.arguments.join(' ');
  expect(launch.command).toBe('podman');
  expect(line).toMatch(/^run --rm --name n --publish 127\.0\.0\.1:8090:8080 --read-only --tmpfs \/tmp /);
  expect(line).toMatch(/--env MCP_SECRET_MY_NOTES --env MCP_SECRET_ACCESS notes:1$/);
  expect(line).not.toContain('s3cret');
  expect(line).not.toContain(token);
  expect(launch.env['MCP_SECRET_ACCESS']).toBe(`{"tokens":["${token}"]}`);
});

test('MCP_TOKEN makes callers need it; one that the router would refuse is said and not shown', () => {
  expect(tokenOf({})).toBeUndefined();
  expect(tokenOf({ MCP_TOKEN: token })).toBe(token);
  const wrong = () => tokenOf({ MCP_TOKEN: 's3cret' });
  expect(wrong).toThrow('code  setting-invalid');
  expect(wrong).not.toThrow('s3cret');
});

const problem = (code: 'engine-missing' | 'program-missing') =>
  new FleetError({ code, path: 'go', rule: 'x', fix: 'y' });
const engine = (found: boolean) => () =>
  found ? Promise.resolve('podman') : Promise.reject(problem('engine-missing'));
const lacking = (lacks: boolean) => () => (lacks ? [problem('program-missing')] : []);

test.each([
  ['image', undefined, true, true, { mode: 'image' }],
  [
    'image',
    undefined,
    false,
    true,
    { mode: 'processes', note: 'There is neither docker nor podman: serving it as plain processes.' },
  ],
  ['processes', undefined, true, true, { mode: 'processes' }],
  [
    'processes',
    undefined,
    true,
    false,
    { mode: 'image', note: 'go is missing or too old: serving the image.' },
  ],
  ['image', 'processes', true, true, { mode: 'processes' }],
  ['image', undefined, false, false, 'engine-missing'],
  ['processes', undefined, false, false, 'program-missing'],
  ['processes', 'image', false, true, 'engine-missing'],
  ['image', 'processes', true, false, 'program-missing'],
] as const)(
  'prefers %s, asked for %s, engine %s, programs %s',
  async (prefer, asked, hasEngine, hasAll, expected) => {
    const choice = chooseMode({
      root: world.folder,
      manifest: manifest(),
      prefer,
      asked,
      engine: engine(hasEngine),
      lacking: lacking(!hasAll),
    });
    if (typeof expected === 'string') await expect(choice).rejects.toMatchObject({ code: expected });
    else expect(await choice).toEqual(expected);
  },
);

test('the page: state, address, the smoke command, and what clients paste', () => {
  const page = readyPage({
    manifest: manifest({ notes: ['Mind the gap.'] }),
    mode: 'processes',
    base: 'http://127.0.0.1:8090',
    hasToken: true,
  });
  expect(page).toContain('notes 1.2.3 is up, as plain processes.');
  expect(page).toContain('http://127.0.0.1:8090/notes/mcp');
  expect(page).toContain('npm run smoke -- http://127.0.0.1:8090');
  expect(page).toContain('Mind the gap.');
  expect(page).toContain('"Authorization": "Bearer ${MCP_TOKEN}"');
});
