import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { World } from './world';

/** An MCP server of the older kind over stdio; one tool is named after what it was given. */
const NOTES = `#!/usr/bin/env node
const given = (process.env.NOTES_TOKEN ?? '').length;
const tool = (name) => ({
  name,
  inputSchema: { type: 'object' },
  annotations: { readOnlyHint: true, openWorldHint: false },
});
const results = {
  initialize: () => ({
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'notes', version: '1.2.3' },
  }),
  'tools/list': () => ({ tools: [tool('list_notes'), tool('given_' + given)] }),
  'tools/call': () => ({ content: [{ type: 'text', text: 'none' }] }),
  ping: () => ({}),
};
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  const answer = results[method]
    ? { result: results[method]() }
    : { error: { code: -32601, message: 'no such method' } };
  console.log(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
});
`;

/** A registry on this computer with one package, @example/notes 1.2.3, that the real npm installs from. */
export async function npmRegistry(world: World): Promise<{ url: string; close(): void }> {
  const manifest = { name: '@example/notes', version: '1.2.3', bin: { notes: 'notes.js' } };
  world.write('pack/package/package.json', JSON.stringify(manifest));
  world.write('pack/package/notes.js', NOTES);
  const file = join(world.folder, 'notes.tgz');
  execFileSync('tar', ['-czf', file, '-C', join(world.folder, 'pack'), 'package']);
  const tarball = readFileSync(file);
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return void response.end(tarball);
    const version = { ...manifest, dist: { tarball: `${url}/notes.tgz`, integrity } };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        name: manifest.name,
        'dist-tags': { latest: '1.2.3' },
        versions: { '1.2.3': version },
      }),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
