// A server of the TypeScript SDK v2: `stdio`, or `http HOST:PORT [reject]`, where reject refuses the legacy era.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer, createMcpHandler, fromJsonSchema } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const aborted = new Set();
const text = (value) => ({ content: [{ type: 'text', text: String(value) }] });
const strings = (...names) =>
  fromJsonSchema({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  });

function server() {
  const s = new McpServer({ name: 'matrix', version: '1.0.0' });
  s.registerTool('echo', { inputSchema: strings('text') }, (args) => text(args.text));
  s.registerTool('progress', { inputSchema: strings() }, async (_, ctx) => {
    for (let i = 1; i <= 4; i++) {
      await ctx.mcpReq.notify({
        method: 'notifications/progress',
        params: { progressToken: ctx.mcpReq._meta?.progressToken, progress: i, total: 4 },
      });
    }
    return text('done');
  });
  s.registerTool('wait', { inputSchema: strings('key') }, async ({ key }, ctx) => {
    await new Promise((done) => {
      const timer = setTimeout(done, 10_000);
      ctx.mcpReq.signal.addEventListener('abort', () => {
        aborted.add(key);
        clearTimeout(timer);
        done();
      });
    });
    return text('waited');
  });
  s.registerTool('aborted', { inputSchema: strings('key') }, ({ key }) => text(aborted.has(key)));
  s.registerResource('note', 'note://one', {}, (uri) => ({ contents: [{ uri: uri.href, text: 'a note' }] }));
  s.registerPrompt('hello', {}, () => ({
    messages: [{ role: 'user', content: { type: 'text', text: 'say hello' } }],
  }));
  return s;
}

const [mode, address, legacy] = process.argv.slice(2);
if (mode === 'stdio') {
  serveStdio(server);
} else {
  const [host, port] = address.split(':');
  createServer(toNodeHandler(createMcpHandler(server, legacy ? { legacy } : {}))).listen(Number(port), host);
}
