import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedFiles, SHIPPED_SERVERS, shippedServers, staleFiles } from '../src/generated-files';
import { tree } from './support';

const root = join(__dirname, '../../..');
const copies: string[] = [];
afterAll(() => copies.forEach((folder) => rmSync(folder, { recursive: true })));

/** A copy of this repository with the servers that it ships and no other, so that a user's change nothing here. */
function copy(added: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-fresh-'));
  copies.push(folder);
  for (const name of ['apps', 'docs', 'libs', 'modules', 'tools'])
    symlinkSync(join(root, name), join(folder, name));
  for (const name of SHIPPED_SERVERS)
    cpSync(join(root, 'servers', name), join(folder, 'servers', name), { recursive: true });
  for (const [path, text] of Object.entries(added)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const files = generatedFiles(copy());

test('every generated file is up to date; `npm run docs` writes them anew', () => {
  // It lists a user's servers too: `npm run docs:check` alone holds it.
  const own = Object.entries(files).filter(([path]) => path !== 'docs/servers.md');
  expect(own.length).toBe(Object.keys(files).length - 1);
  expect(staleFiles(root, Object.fromEntries(own))).toEqual([]);
});

test('a server and an environment of a user make docs/servers.md stale, and nothing else', () => {
  const server = { name: 'com.example/weather', description: 'Weather.', version: '1.0.0' };
  const folder = copy({
    'servers/weather/server.json': JSON.stringify(server),
    'environments/acme/environment.ts': 'export default {};',
  });
  const now = generatedFiles(folder);
  expect(Object.keys(now)).toEqual(Object.keys(files));
  expect(Object.keys(now).filter((path) => now[path] !== files[path])).toEqual(['docs/servers.md']);
  expect(now['docs/servers.md']).toContain('## weather');
});

test('a server of a user that cannot be read stops `npm run docs` with its error, and no test of manifests', () => {
  const folder = copy({ 'servers/weather/server.json': '{' });
  expect(Object.keys(shippedServers(folder))).toEqual(SHIPPED_SERVERS);
  expect(() => generatedFiles(folder)).toThrow('code  manifest-unreadable');
});

test('pages of every kind are generated, in a fixed order', () => {
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'apps/router/testdata/servers/gitlab.json',
      'docs/environment-file.md',
      'docs/servers.md',
      'libs/catalog/schema/deployment.schema.json',
      'libs/core/README.md',
      'libs/environment/schema/environment.schema.json',
      'modules/ecr/README.md',
    ]),
  );
  expect(Object.keys(files)).toEqual([...Object.keys(files)].sort());
});

test('nothing generated depends on the machine', () => {
  for (const content of Object.values(files)) {
    expect(content).not.toContain(root);
    expect(content).not.toContain('\r');
    expect(content.endsWith('\n')).toBe(true);
  }
});

test('changed and missing files are stale', () => {
  const folder = tree({ 'same.md': 'a\n', 'changed.md': 'b\n' });
  const expected = { 'same.md': 'a\n', 'changed.md': 'a\n', 'missing.md': 'a\n' };
  expect(staleFiles(folder, expected)).toEqual(['changed.md', 'missing.md']);
});
