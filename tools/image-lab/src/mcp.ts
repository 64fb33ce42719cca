/** JSON-RPC as clients of today's MCP send it, and what comes back. */
export interface McpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface McpMessage {
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

export function call(method: string, params: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
}

export function headers(token?: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-06-18',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
}

/** The answer in a body: JSON, or the last message of an event stream. */
export function message(body: string): McpMessage {
  const events = body
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trim())
    .filter(Boolean);
  return JSON.parse(events.at(-1) ?? body) as McpMessage;
}

/** Names of the tools in an answer to tools/list. @throws Error where it is none. */
export function toolsOf(body: string): string[] {
  const tools = message(body).result?.['tools'] as { name: string }[] | undefined;
  if (!tools?.length) throw new Error(`an answer without tools: ${body.slice(0, 300)}`);
  return tools.map(({ name }) => name);
}

/** Text of an answer to tools/call. @throws Error where it is none. */
export function textOf(body: string): string {
  const content = message(body).result?.['content'] as { text?: string }[] | undefined;
  if (content === undefined) throw new Error(`an answer without content: ${body.slice(0, 300)}`);
  return content.map(({ text = '' }) => text).join('\n');
}

export async function post(url: string, body: string, token?: string): Promise<McpAnswer> {
  const response = await fetch(url, { method: 'POST', headers: headers(token), body });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

/** Asks again until it is answered: ports are open before anyone listens behind them. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const found = await ask();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} took more than ${seconds} s${last instanceof Error ? `: ${last.message}` : ''}`);
}

export function healthy(url: string, seconds = 30): Promise<{ readonly status?: string }> {
  return until(`${url}/health`, seconds, async () => {
    const response = await fetch(`${url}/health`);
    return response.ok ? ((await response.json()) as { status?: string }) : undefined;
  });
}
