import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadCatalog, type LoadedCatalog, type ServerManifest } from '../src';

type Tree = Readonly<Record<string, unknown>>;

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

/** Writes files into a new folder: texts as they are, the rest as JSON. Returns the folder. */
export function tree(files: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'catalog-'));
  made.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    const data = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    writeFileSync(join(root, path), data);
  }
  return root;
}

/** Loads files below `servers`, so that errors name `servers/…`. */
export function load(files: Tree): LoadedCatalog {
  const below = Object.fromEntries(
    Object.entries(files).map(([path, content]) => [`servers/${path}`, content]),
  );
  return loadCatalog('servers', { cwd: tree(below) });
}

export function messages({ errors }: LoadedCatalog): string[] {
  return errors.map((error) => error.message);
}

/** A server.json with what the schema demands, and what is given. */
export function server(more: object = {}): object {
  return { name: 'io.github.acme/weather', description: 'Weather of the world.', version: '1.4.0', ...more };
}

/** The manifest of one server that loads without errors. */
export function manifestOf(json: object, deployment?: object): ServerManifest {
  const loaded = load({
    'weather/server.json': json,
    ...(deployment && { 'weather/deployment.json': deployment }),
  });
  expect(messages(loaded)).toEqual([]);
  const manifest = loaded.catalog.servers['weather'];
  if (!manifest) throw new Error('no manifest');
  return manifest;
}
