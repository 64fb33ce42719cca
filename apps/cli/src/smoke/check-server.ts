import { FleetError } from '@mcp-fleet/core';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { explain } from './explain';
import { harmlessTool } from './harmless';
import { type Connection, HttpStatus, foreign, get, headers } from './http';
import type { Target } from './target';

/** What was seen of one server; what is missing was not reached. */
export interface ServerResult {
  readonly name: string;
  readonly address: string;
  /** Status of its health. */
  readonly health?: number;
  readonly protocol?: { readonly era: string; readonly version: string };
  readonly tools?: { readonly count: number; readonly first: readonly string[] };
  /** The tool that was called; null: none is known to be harmless, and none was. */
  readonly call?: string | null;
  readonly milliseconds: number;
  /** Why the server is not as it should be. @default - it is */
  readonly error?: FleetError;
}

const FIRST = 5;

/** Health, connect, list, at most one call: servers allow few calls at once. Nothing is thrown. */
export async function checkServer(target: Target, connection: Connection): Promise<ServerResult> {
  const { name, address } = target;
  const start = performance.now();
  const seen: Partial<{ -readonly [Key in keyof ServerResult]: ServerResult[Key] }> = {};
  try {
    const { status, body } = await get(target.health, connection);
    seen.health = status;
    if (status !== 200) throw new HttpStatus(status, body);
    await speak(target, connection, seen);
  } catch (error) {
    seen.error = explain(error, seen.health === 200 ? address : target.health, connection);
  }
  return { name, address, ...seen, milliseconds: Math.round(performance.now() - start) };
}

async function speak(
  { address }: Target,
  connection: Connection,
  seen: Partial<{ -readonly [Key in keyof ServerResult]: ServerResult[Key] }>,
): Promise<void> {
  const options = { timeout: connection.timeoutMilliseconds };
  const client = new Client(
    { name: 'mcp-fleet-smoke', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(address), {
    requestInit: { headers: headers(connection), redirect: 'manual' },
  });
  try {
    await client.connect(transport, options);
    const version = client.getNegotiatedProtocolVersion() ?? 'unknown';
    seen.protocol = { era: client.getProtocolEra() ?? 'legacy', version: foreign(version, connection) };
    const { tools } = await client.listTools(undefined, options);
    const first = tools.slice(0, FIRST).map((tool) => foreign(tool.name, connection));
    seen.tools = { count: tools.length, first };
    if (tools.length === 0) throw noTools(address);
    const tool = harmlessTool(tools);
    if (tool !== undefined) {
      const result = await client.callTool({ name: tool, arguments: {} }, options);
      if (result.isError) throw toolFailed(address, tool, foreign(textOf(result.content), connection));
    }
    seen.call = tool === undefined ? null : foreign(tool, connection);
  } finally {
    // The run is over for this server, whatever it says to that.
    await client.close().catch(() => undefined);
  }
}

function textOf(content: readonly { readonly type: string; readonly text?: unknown }[] = []): string {
  return content.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join(' ');
}

function noTools(address: string): FleetError {
  return new FleetError({
    code: 'server-misbehaves',
    path: address,
    value: 'no tools',
    rule: 'a server offers at least one tool',
    fix: 'check its settings: some servers hide all their tools without a permission or a product',
  });
}

function toolFailed(address: string, tool: string, said: string): FleetError {
  return new FleetError({
    code: 'server-misbehaves',
    path: address,
    value: said,
    rule: `the tool ${tool} answers without an error`,
    fix: 'check the credentials and addresses that the server was given; where it says that there were too many calls, wait 20 seconds',
  });
}
