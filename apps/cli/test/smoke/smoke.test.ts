import {
  type Connection,
  type ServerResult,
  findServers,
  smoke,
  smokeJson,
  smokePage,
} from '../../src/smoke';
import { type Behaviour, type FakeServer, fakeServer } from './fake-server';

const connection: Connection = { tokenVariable: 'MCP_TOKEN', timeoutMilliseconds: 60_000 };
let server: FakeServer;
afterEach(() => server.close());

async function run(
  behaviour: Behaviour,
  change: Partial<Connection> = {},
  names: readonly string[] = [],
): Promise<ServerResult> {
  server = await fakeServer(behaviour);
  const used = { ...connection, ...change };
  const [result] = await smoke(await findServers(server.url, names, used), used);
  return result as ServerResult;
}

test('health, protocol, tools and one harmless call of a server that its router names', async () => {
  const result = await run({ token: 's3cret-s3cret-s3cret' }, { token: 's3cret-s3cret-s3cret' });
  expect(result).toEqual({
    name: 'notes',
    address: `${server.url}/notes/mcp`,
    health: 200,
    protocol: { era: 'legacy', version: '2025-06-18' },
    tools: { count: 6, first: ['delete_note', 'get_env', 'read_note', 'list_notes', 'make_note'] },
    call: 'list_notes',
    milliseconds: expect.any(Number),
  });
  const calls = server.requests.filter((request) => request.endsWith('tools/call'));
  expect(calls).toHaveLength(1);
});

test('a server without a harmless tool is well, and nothing of it is called', async () => {
  const result = await run({ tools: [{ name: 'delete_note', inputSchema: { type: 'object' } }] });
  expect(result).toMatchObject({ call: null });
  expect(result.error).toBeUndefined();
  expect(server.requests.filter((request) => request.endsWith('tools/call'))).toEqual([]);
  expect(smokePage([result])).toContain('no harmless tool found');
});

test.each([
  [
    'isError',
    { isError: true, content: [{ type: 'text', text: 'HTTP 401 of\nthe service' }] },
    'HTTP 401 of the service',
  ],
  [
    'success: false in a text',
    { content: [{ type: 'text', text: '{"success": false, "message": "401"}' }] },
    '{"success": false, "message": "401"}',
  ],
  [
    'success: false in the object',
    { content: [], structuredContent: { success: false, message: '401' } },
    '{"success":false,"message":"401"}',
  ],
  ['an error of JSON-RPC', { code: -32602, message: 'which project?' }, 'which project?'],
])('a call that fails is a remark about a server that is well: %s', async (_, result, text) => {
  const seen = await run({ result });
  expect(seen.error).toBeUndefined();
  expect(seen.remark?.tool).toBe('list_notes');
  expect(seen.remark?.text).toContain(text);
  expect(smokePage([seen])).toContain('\nremarks\n  notes: list_notes failed: ');
  expect(smokePage([seen])).toContain('1 of 1 servers are well');
  const json = JSON.parse(smokeJson([seen])) as unknown;
  expect(json).toMatchObject({ ok: true, servers: [{ ok: true, remark: { tool: 'list_notes' } }] });
});

test.each([
  ['a text that is no JSON', { content: [{ type: 'text', text: 'success: false' }] }],
  ['a success', { content: [{ type: 'text', text: '{"success": true}' }] }],
  ['a word', { content: [], structuredContent: { success: 'false' } }],
])('a call that succeeds brings no remark: %s', async (_, result) => {
  expect((await run({ result })).remark).toBeUndefined();
});

test('a server without tools is well, with a remark', async () => {
  const result = await run({ tools: [] });
  expect(result).toMatchObject({ tools: { count: 0 }, call: null });
  expect(result.error).toBeUndefined();
  expect(smokePage([result])).toContain('  notes: no tools: ');
});

test('destructiveHint means nothing beside readOnlyHint', async () => {
  const annotations = { readOnlyHint: true, destructiveHint: true };
  const tools = [{ name: 'list_pages', inputSchema: { type: 'object' }, annotations }];
  expect(await run({ tools })).toMatchObject({ call: 'list_pages' });
});

describe('attempts', () => {
  const target = { name: 'notes' };
  const ask = async (health: number[], attempts: number) => {
    server = await fakeServer({ health });
    const waits: unknown[] = [];
    const onWait = (names: readonly string[], next: number) => waits.push([names, next]);
    const targets = await findServers(server.url, [target.name, 'gone'], connection);
    const [result, gone] = await smoke(targets, connection, { attempts, everySeconds: 0.001, onWait });
    return { code: result?.error?.code, gone: gone?.error?.code, waits };
  };

  test('a server that starts meanwhile is well', async () => {
    const { code, gone, waits } = await ask([503, 503, 200], 4);
    expect([code, gone]).toEqual([undefined, 'server-not-found']);
    expect(waits).toEqual([
      [['notes', 'gone'], 2],
      [['notes', 'gone'], 3],
      [['gone'], 4],
    ]);
    // A server that is well is not asked again.
    expect(server.requests.filter((request) => request === 'GET /notes/health')).toHaveLength(3);
  });

  test('the last answer counts when they are used up', async () => {
    expect(await ask([503, 503, 200], 2)).toMatchObject({ code: 'server-down', waits: [expect.anything()] });
  });
});

test('the address of one server is asked alone', async () => {
  server = await fakeServer({ sum: ['notes', 'other'] });
  const targets = await findServers(`${server.url}/notes/mcp`, [], connection);
  expect(targets.map(({ name }) => name)).toEqual(['notes']);
  expect(server.requests).toEqual([]);
});

test('given names are not looked up', async () => {
  server = await fakeServer({ sum: null });
  const targets = await findServers(`${server.url}/stage/`, ['notes', 'notes'], connection);
  expect(targets).toEqual([
    { name: 'notes', address: `${server.url}/stage/notes/mcp`, health: `${server.url}/stage/notes/health` },
  ]);
  expect(server.requests).toEqual([]);
});

test('a token never shows, not even where the server says it back', async () => {
  const token = 'wrong-wrong-wrong-wrong';
  const result = await run({ token: 's3cret-s3cret-s3cret' }, { token });
  expect(result.error?.value).toBe('HTTP 401: send a token, not Bearer (token)');
  expect(smokePage([result]) + smokeJson([result])).not.toContain(token);
});

test('what a server says cannot move the cursor of the terminal', async () => {
  const name = 'list\u001b[2Jnotes';
  const result = await run({ tools: [{ name, inputSchema: { type: 'object' } }] });
  expect(result.tools?.first).toEqual(['list [2Jnotes']);
});

test('results keep the order of the targets, however many there are', async () => {
  server = await fakeServer();
  const names = ['notes', 'a', 'b', 'notes', 'c', 'd', 'e'];
  const targets = names.map((name) => ({
    name,
    address: `${server.url}/${name}/mcp`,
    health: `${server.url}/${name}/health`,
  }));
  const results = await smoke(targets, connection);
  expect(results.map(({ name }) => name)).toEqual(names);
  expect(results.map(({ error }) => error?.code ?? 'well')).toEqual(
    names.map((name) => (name === 'notes' ? 'well' : 'server-not-found')),
  );
});

test('the table', () => {
  const well = {
    name: 'notes',
    address: 'https://x/notes/mcp',
    health: 200,
    protocol: { era: 'modern', version: '2026-07-28' },
    tools: { count: 6, first: ['a', 'b', 'c', 'd', 'e'] },
    call: 'a',
    milliseconds: 12,
  };
  const lines = smokePage([well, { name: 'x', address: '', milliseconds: 5 }]).split('\n');
  expect(lines).toEqual([
    'server   health      protocol              tools   call                     ms   first tools',
    'notes    200         2026-07-28 (modern)   6       a                        12   a, b, c, d, e, …',
    'x        no answer   -                     -       no harmless tool found   5    -',
    '',
    '2 of 2 servers are well',
  ]);
});
