import { type IncomingMessage, type RequestListener, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in of a front door does; it speaks the older MCP, JSON only, as an HTTP API hands it on. */
export interface Behaviour {
  /** Token that callers need. @default - none */
  readonly token?: string;
  /** What tools/list answers as `tools`. */
  readonly tools?: unknown;
  /** Result of tools/call; an error of JSON-RPC where it has a `code`. */
  readonly result?: unknown;
  /** Status and body of every request but the sum at /health, in place of MCP. */
  readonly always?: { readonly status: number; readonly body?: string; readonly location?: string };
  /** Status of each server's health; of a list, each request takes the next, and the last one stays. @default 200 */
  readonly health?: number | number[];
  /** Servers in the sum at /health; null: there is no sum, as at an edge of AWS. @default ['notes'] */
  readonly sum?: readonly string[] | null;
  /** MCP gets no answer. */
  readonly silent?: boolean;
}

export interface FakeServer {
  readonly url: string;
  /** `<method> <path>`, for MCP with the JSON-RPC method behind it. */
  readonly requests: string[];
  close(): Promise<void>;
}

const reading = { readOnlyHint: true, openWorldHint: false };
export const TOOLS = [
  { name: 'delete_note', inputSchema: { type: 'object' } },
  { name: 'get_env', inputSchema: { type: 'object' }, annotations: reading },
  { name: 'read_note', inputSchema: { type: 'object', required: ['id'] }, annotations: reading },
  { name: 'list_notes', inputSchema: { type: 'object' }, annotations: reading },
  { name: 'make_note', inputSchema: { type: 'object' } },
  { name: 'move_note', inputSchema: { type: 'object' } },
];

export async function fakeServer(behaviour: Behaviour = {}): Promise<FakeServer> {
  const requests: string[] = [];
  return listen(async (request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    const text = await body(request);
    const message = text === '' ? undefined : (JSON.parse(text) as Message);
    requests.push([request.method, path, message?.method].filter(Boolean).join(' '));
    answer(behaviour, path, request, response, message);
  }, requests);
}

/** Any HTTP server on a port of its own. */
export async function listen(listener: RequestListener, requests: string[] = []): Promise<FakeServer> {
  const server = createServer(listener);
  // Where a test waits for the processor, an idle connection would be closed just as it is used again.
  server.keepAliveTimeout = 0;
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

interface Message {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string };
}

function answer(
  { token, tools = TOOLS, result, always, health = 200, sum = ['notes'], silent }: Behaviour,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  message: Message | undefined,
): void {
  const send = (status: number, value: unknown, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof value === 'string' ? value : JSON.stringify(value));
  };
  const error = (status: number, text: string) =>
    send(status, { jsonrpc: '2.0', id: null, error: { code: -32001, message: text } });

  if (path === '/health' && sum !== null) {
    return send(200, { status: 'ok', servers: Object.fromEntries(sum.map((name) => [name, {}])) });
  }
  if (always) {
    const { status, body: text = '', location } = always;
    return send(status, text, location ? { location } : {});
  }
  if (path.endsWith('/notes/health')) {
    const status =
      typeof health === 'number' ? health : ((health.length > 1 ? health.shift() : health[0]) ?? 200);
    return send(status, { state: 'up', reason: 'it lacks NOTES_TOKEN' });
  }
  if (!path.endsWith('/notes/mcp')) return send(404, { message: 'Not Found' });
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
    return error(401, `send a token, not ${request.headers.authorization}`);
  }
  // Behind a buffered edge there is no stream.
  if (request.method !== 'POST') return error(405, 'POST only');
  if (silent || message === undefined) return;
  if (message.id === undefined) return send(202, '');
  const reply = (value: unknown) => send(200, { jsonrpc: '2.0', id: message.id, result: value });
  switch (message.method) {
    case 'initialize':
      return reply({
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'notes', version: '1.0.0' },
      });
    case 'tools/list':
      return reply({ tools });
    case 'tools/call':
      if (isError(result)) return send(200, { jsonrpc: '2.0', id: message.id, error: result });
      return reply(result ?? { content: [{ type: 'text', text: 'fine' }] });
    default:
      return send(200, {
        jsonrpc: '2.0',
        id: message.id,
        error: { code: -32601, message: 'no such method' },
      });
  }
}

function isError(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'code' in result;
}

async function body(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
