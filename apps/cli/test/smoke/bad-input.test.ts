import type { ErrorCode } from '@mcp-fleet/core';
import { errorCodes, isSaidAtServe } from '@mcp-fleet/core';
import { findServers } from '../../src/smoke';
import { serveCases } from '../serve/serve-cases';
import { type FakeServer, fakeServer, listen } from './fake-server';
import { atServer, connection, serverCases } from './server-cases';

test('every error code of smoke, verify, serve and try has a case', () => {
  const covered = new Set<string>([...serverCases, ...serveCases].map(({ code }) => code));
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(isSaidAtServe);
  expect(codes.filter((code) => !covered.has(code))).toEqual([]);
});

let server: FakeServer | undefined;
afterEach(() => server?.close());

test.each(serverCases.map((bad) => [`${bad.code}: ${bad.title}`, bad] as const))('%s', async (_, bad) => {
  server = await fakeServer(bad.behaviour);
  const error = await (bad.run ?? atServer)(server.url).then(
    () => new Error('nothing was wrong'),
    (thrown: Error) => thrown,
  );
  expect(error.message.replaceAll(server.url, '<url>')).toBe(bad.report);
  expect(error.message).toContain(`code  ${bad.code}`);
  expect(error.message).not.toMatch(/s3cret/);
});

test('nobody listens: the cause is said, not "fetch failed"', async () => {
  server = await fakeServer();
  await server.close();
  await expect(findServers(server.url, [], connection)).rejects.toMatchObject({
    code: 'address-unreachable',
    rule: `somebody listens at ${new URL(server.url).host}`,
    value: expect.stringContaining('ECONNREFUSED'),
  });
});

test('https towards a server that speaks http', async () => {
  server = await fakeServer();
  const url = server.url.replace('http:', 'https:');
  await expect(findServers(url, [], connection)).rejects.toMatchObject({
    code: 'address-unreachable',
    rule: 'the connection is encrypted with a certificate that this computer trusts',
  });
});

test('a web page that is no MCP server', async () => {
  server = await listen((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<html>hello</html>');
  });
  await expect(atServer(server.url)).rejects.toMatchObject({ code: 'server-misbehaves' });
});
