import { FleetError } from '@mcp-fleet/core';
import { HttpStatus } from '../../src/smoke/http';
import { explain } from '../../src/smoke/explain';
import { harmlessTool } from '../../src/smoke/harmless';
import { parseAddress } from '../../src/smoke/target';

const connection = { tokenVariable: 'MCP_TOKEN', timeoutMilliseconds: 1000 };
const at = 'https://mcp.example.com/notes/mcp';

/** As `fetch` has it: a TypeError that says nothing, with its cause. */
function failed(code: string, message = 'it failed'): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

test.each([
  ['ENOTFOUND', 'the name mcp.example.com leads to an address'],
  ['EAI_AGAIN', 'the name mcp.example.com leads to an address'],
  ['ECONNREFUSED', 'somebody listens at mcp.example.com'],
  ['ECONNRESET', 'the connection stays open until the answer'],
  ['UND_ERR_CONNECT_TIMEOUT', 'an answer comes in time'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the connection is encrypted with a certificate that this computer trusts'],
  ['CERT_HAS_EXPIRED', 'the connection is encrypted with a certificate that this computer trusts'],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'the connection is encrypted with a certificate that this computer trusts',
  ],
])('%s', (code, rule) => {
  const error = explain(failed(code), at, connection);
  expect(error).toMatchObject({ code: 'address-unreachable', path: at, rule, value: `${code}: it failed` });
});

test.each([
  [401, 'access-denied'],
  [403, 'access-denied'],
  [404, 'server-not-found'],
  [405, 'server-not-found'],
  [429, 'server-down'],
  [503, 'server-down'],
  [301, 'address-invalid'],
  [418, 'server-misbehaves'],
])('HTTP %s is %s', (status, code) => {
  const error = explain(new HttpStatus(status, ''), at, connection);
  expect(error).toMatchObject({ code, value: `HTTP ${status}` });
});

test('401 names the variable: to fill where it is empty, to correct where it is not', () => {
  const fix = (token?: string) =>
    explain(new HttpStatus(401, ''), at, { ...connection, ...(token ? { token } : {}) }).fix;
  expect(fix()).toBe('put a token into the variable MCP_TOKEN');
  expect(fix('s3cret')).toMatch(/^MCP_TOKEN holds another one/);
});

test.each([
  ['a router', '{"jsonrpc":"2.0","error":{"message":"enabled are notes"}}', 'HTTP 404: enabled are notes'],
  ['API Gateway', '{"message":"Not Found"}', 'HTTP 404: Not Found'],
  ['the health of a router', '{"state":"down","reason":"no token"}', 'HTTP 404: no token'],
  ['anything else', '<html>\n</html>', 'HTTP 404: <html> </html>'],
])('the words of %s are told', (_, body, value) => {
  expect(explain(new HttpStatus(404, body), at, connection).value).toBe(value);
});

test('an error that is explained stays as it is', () => {
  const error = new FleetError({ code: 'server-down', path: at, rule: 'a', fix: 'b' });
  expect(explain(error, at, connection)).toBe(error);
});

const reads = { readOnlyHint: true };
test.each([
  ['only reads', [{ name: 'write' }, { name: 'read', annotations: reads }], 'read'],
  ['needs no argument', [{ name: 'read', annotations: reads, inputSchema: { required: ['id'] } }], undefined],
  [
    'may say that it destroys, beside that it only reads',
    [{ name: 'read', annotations: { ...reads, destructiveHint: true } }],
    'read',
  ],
  ['says that it only reads', [{ name: 'read', annotations: { openWorldHint: false } }], undefined],
  ['reveals nothing', [{ name: 'get-env', annotations: reads }], undefined],
  [
    'stays inside its server',
    [
      { name: 'search', annotations: { ...reads, openWorldHint: true } },
      { name: 'list', annotations: { ...reads, openWorldHint: false } },
    ],
    'list',
  ],
])('a tool that is called %s', (_, tools, name) => {
  expect(harmlessTool(tools)).toBe(name);
});

test.each([
  ['https://mcp.example.com', { kind: 'front-door', base: 'https://mcp.example.com' }],
  ['https://mcp.example.com/', { kind: 'front-door', base: 'https://mcp.example.com' }],
  ['https://mcp.example.com/health', { kind: 'front-door', base: 'https://mcp.example.com' }],
  ['https://x.example.com/prod', { kind: 'front-door', base: 'https://x.example.com/prod' }],
  [
    'http://127.0.0.1:8080/notes/mcp',
    {
      kind: 'server',
      target: {
        name: 'notes',
        address: 'http://127.0.0.1:8080/notes/mcp',
        health: 'http://127.0.0.1:8080/notes/health',
      },
    },
  ],
  [
    'https://mcp.example.com/mcp',
    {
      kind: 'server',
      target: {
        name: 'mcp.example.com',
        address: 'https://mcp.example.com/mcp',
        health: 'https://mcp.example.com/health',
      },
    },
  ],
])('the address %s', (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});
