import type { FleetError } from '@mcp-fleet/core';
import {
  Client,
  ProtocolError,
  SdkError,
  SdkErrorCode,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { explain } from './explain';
import { harmlessTool } from './harmless';
import { type Connection, HttpStatus, foreign, get, headers } from './http';
import type { Target } from './target';
import { toolFailure } from './tool-failure';

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
  /** What the called tool answered instead of a result. The server itself is well. @default - it answered */
  readonly remark?: Remark;
  /** Why the server is not as it should be. @default - it is */
  readonly error?: FleetError;
}

/** A remark about a server that is well. */
export interface Remark {
  /** The tool that was called. @default - the remark is about the list of tools */
  readonly tool?: string;
  /** One line: what the server said. */
  readonly text: string;
}

const FIRST = 5;
const NO_TOOLS = 'no tools: some servers hide all of them without a permission, a product or a credential';

/**
 * Health, connect, list, at most one call: servers allow few calls at once. A server that lists its tools is well: what
 * the called tool answers depends on credentials and services behind the server, and is a remark. Nothing is thrown.
 */
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
    if (tools.length === 0) seen.remark = { text: NO_TOOLS };
    const tool = harmlessTool(tools);
    seen.call = tool === undefined ? null : foreign(tool, connection);
    if (tool === undefined) return;
    const failure = await failureOf(client, tool, options);
    if (failure !== undefined)
      seen.remark = { tool: seen.call as string, text: foreign(failure, connection) };
  } finally {
    // The run is over for this server, whatever it says to that.
    await client.close().catch(() => undefined);
  }
}

/** What a call said instead of a result. A connection that fails is none of the tool's: that is thrown. */
async function failureOf(
  client: Client,
  name: string,
  options: { readonly timeout: number },
): Promise<string | undefined> {
  try {
    return toolFailure(await client.callTool({ name, arguments: {} }, options));
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
    if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
      return `no answer within ${options.timeout / 1000} seconds`;
    }
    throw error;
  }
}
