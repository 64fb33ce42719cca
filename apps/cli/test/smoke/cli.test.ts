import { main } from '../../src/smoke/cli';
import { verifyOutputs } from '../../src/smoke/verify';
import { main as verify } from '../../src/smoke/verify-cli';
import { type FakeServer, fakeServer } from './fake-server';

let printed = '';
let server: FakeServer;
beforeEach(async () => {
  server = await fakeServer({ token: 's3cret-s3cret-s3cret' });
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
  return server.close();
});

test('exit code 0 and a table, with the token of the variable that is named', async () => {
  const env = { MY_TOKEN: 's3cret-s3cret-s3cret' };
  expect(await main([server.url, '--token-variable', 'MY_TOKEN'], env)).toBe(0);
  expect(printed).toMatch(/^notes +200 +2025-06-18 \(legacy\) +6 +list_notes +\d+ +delete_note, get_env/m);
  expect(printed).toContain('1 of 1 servers are well');
  expect(printed).not.toContain('s3cret');
});

test('exit code 1 and what to do', async () => {
  expect(await main([server.url], {})).toBe(1);
  expect(printed).toContain('code  access-denied');
  expect(printed).toContain('0 of 1 servers are well');
});

test('--attempts: standard error says who is not well yet', async () => {
  expect(await main([server.url, '--attempts', '2', '--every', '0.01'], {})).toBe(1);
  expect(printed).toMatch(/^Not well yet: notes\. Attempt 2 of 2 in 0\.01 s\.$/m);
  expect(server.requests.filter((request) => request === 'GET /notes/health')).toHaveLength(2);
});

test('--json', async () => {
  expect(await main([server.url, '--json', '--servers', 'notes, gone'], {})).toBe(1);
  const json = JSON.parse(printed) as { ok: boolean; servers: { ok: boolean; error: { code: string } }[] };
  expect(json.ok).toBe(false);
  expect(json.servers.map(({ ok, error }) => [ok, error.code])).toEqual([
    [false, 'access-denied'],
    [false, 'server-not-found'],
  ]);
});

test.each([
  [[], 'give one address'],
  [['a', 'b'], 'give one address'],
  [['a', '--owt'], "Unknown option '--owt'"],
  [['a', '--timeout-seconds', 'soon'], '--timeout-seconds is a number of seconds'],
  [['a', '--attempts', '0'], '--attempts is a whole number from 1 to 1000'],
  [['a', '--attempts', '2.5'], '--attempts is a whole number from 1 to 1000'],
  [['a', '--every', '0'], '--every is a number of seconds'],
  [['a', '--token-variable', 's3cret-token'], '--token-variable is the name of a variable'],
])('a wrong call %p is exit code 64 with the usage', async (args, message) => {
  expect(await main(args, {})).toBe(64);
  expect(printed).toContain(message);
  expect(printed).toContain('smoke <address>');
  expect(printed).not.toContain('s3cret');
});

test.each([
  [[], 'name one environment'],
  [['dev', 'staging'], 'name one environment'],
])('verify: a wrong call %p', async (args, message) => {
  expect(await verify(args, {})).toBe(64);
  expect(printed).toContain(message);
});

test('verify: an error is a report without a stack trace', async () => {
  expect(await verify(['dev', '--terraform', 'no-such-terraform'], {})).toBe(1);
  expect(printed).toContain('code  terraform-missing');
  expect(printed).not.toContain('    at ');
});

test('verify asks every server at its address, and says which stacks are not there', async () => {
  const notes = { address: `${server.url}/notes/mcp` };
  const { results, open } = await verifyOutputs(
    { environment: 'dev', servers: { notes }, notDeployed: ['dev-more'] },
    { token: 's3cret-s3cret-s3cret', tokenVariable: 'MCP_TOKEN', timeoutMilliseconds: 5000 },
  );
  expect(results).toEqual([expect.objectContaining({ name: 'notes', health: 200, call: 'list_notes' })]);
  expect(open.map(({ code, path }) => [code, path])).toEqual([['not-deployed', 'dev-more']]);
});

test('--help is exit code 0', async () => {
  expect(await main(['--help'], {})).toBe(0);
  expect(await verify(['--help'], {})).toBe(0);
});
