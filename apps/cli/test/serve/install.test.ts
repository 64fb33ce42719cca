import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildRouter } from '../../src/serve/build-router';
import { installServer } from '../../src/serve/install-server';
import { GO, problemOf, run } from '../../src/serve/program';
import { World, manifest } from './world';

let world: World;
beforeEach(() => (world = new World()));
afterEach(() => world.remove());

const said: string[] = [];
const say = (text: string) => void said.push(text);

/** Stands in for npm: notes its call, and makes the program or fails. */
function npm(exit = 0): void {
  world.program(
    'npm',
    `const fs = require('node:fs');
     if (process.argv[2] === '--version') { console.log('10.0.0'); process.exit(0); }
     fs.appendFileSync(${JSON.stringify(join(world.folder, 'calls'))}, process.argv.slice(2).join(' ') + '\\n');
     console.error('E404 no such package');
     process.exit(${exit});`,
  );
}

const calls = () => readFileSync(join(world.folder, 'calls'), 'utf8').trim().split('\n');

test('npm installs exactly this version, once, without scripts', async () => {
  npm();
  const program = await installServer(world.folder, manifest(), say);
  expect(await installServer(world.folder, manifest(), say)).toBe(program);
  expect(calls()).toHaveLength(1);
  expect(calls()[0]).toMatch(/^install --prefix .* --ignore-scripts .* @example\/notes@1\.2\.3$/);
  expect(program).toMatch(/dist\/serve\/notes\/[0-9a-f]{12}\/node_modules\/\.bin\/notes$/);
});

test('another version is installed anew, and the old one goes', async () => {
  npm();
  await installServer(world.folder, manifest(), say);
  const source = { kind: 'npm', package: '@example/notes', version: '1.2.4' } as const;
  await installServer(world.folder, manifest({ source }), say);
  expect(calls()).toHaveLength(2);
  expect(readdirSync(join(world.folder, 'dist/serve/notes'))).toHaveLength(1);
});

test('installation-failed: with what npm said, and it is tried again the next time', async () => {
  npm(1);
  await expect(installServer(world.folder, manifest(), say)).rejects.toMatchObject({
    code: 'installation-failed',
    path: 'servers/notes',
    rule: 'npm install has to end well; it said (1):\nE404 no such package',
  });
  npm();
  await installServer(world.folder, manifest(), say);
  expect(calls()).toHaveLength(2);
});

test('program-missing: npm', async () => {
  world.withoutPrograms();
  await expect(installServer(world.folder, manifest(), say)).rejects.toMatchObject({
    code: 'program-missing',
    path: 'npm',
    value: 'not found',
    rule: 'notes is installed with it: npm',
  });
});

test.each([
  ['go1.26.8', undefined],
  ['go1.25', undefined],
  ['go1.24.9', '1.24.9'],
  ['go2.0', undefined],
])('program-missing: %s', (version, got) => {
  world.program('go', `console.log('${version}')`);
  expect(problemOf(GO, 'x')?.value).toBe(got);
});

test('a server that comes as an image needs an engine', async () => {
  const source = { kind: 'oci', image: 'notes:1' } as const;
  await expect(installServer(world.folder, manifest({ source }), say)).rejects.toMatchObject({
    code: 'server-not-deployable',
    fix: 'start docker or podman, and serve it with --image',
  });
});

test('the router is built anew where its sources changed, not where its tests did', async () => {
  world.program(
    'go',
    `const args = process.argv.slice(2);
     if (args[0] === 'env') console.log('go1.26.0');
     else require('node:fs').writeFileSync(args[args.indexOf('-o') + 1], String(Date.now()));`,
  );
  world.write('apps/router/cmd/mcp-router/main.go', 'package main');
  world.write('apps/router/internal/app/app.go', 'package app');
  const first = await buildRouter(world.folder, say);
  world.write('apps/router/internal/app/app_test.go', 'package app');
  world.write('apps/router/README.md', '# Router');
  expect(await buildRouter(world.folder, say)).toBe(first);
  world.write('apps/router/internal/app/app.go', 'package app // changed');
  const second = await buildRouter(world.folder, say);
  expect(second).not.toBe(first);
  expect(existsSync(first)).toBe(false);
});

test('a program that is not there at all is said like one that fails', async () => {
  await expect(run('servers/notes', '/no/program', ['x'])).rejects.toMatchObject({
    code: 'installation-failed',
    rule: expect.stringContaining('ENOENT'),
  });
});
