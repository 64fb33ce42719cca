// The clients of the TypeScript SDKs against every target of a plan: node clients.mjs PLAN. One JSON line per row.
import { readFileSync } from 'node:fs';
import { Client as Client2, StreamableHTTPClientTransport as Transport2 } from '@modelcontextprotocol/client';
import { Client as Client1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as Transport1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const plan = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const info = { name: 'matrix', version: '1.0.0' };
const v2 = (mode) => ({
  make: () => new Client2(info, { versionNegotiation: { mode } }),
  transport: (url, init) => new Transport2(url, init),
  call: (client, params, options) => client.callTool(params, options),
  version: (client) => client.getNegotiatedProtocolVersion(),
});
const clients = {
  'ts-1': {
    make: () => new Client1(info),
    transport: (url, init) => new Transport1(url, init),
    call: (client, params, options) => client.callTool(params, undefined, options),
    version: (client, transport) => transport.protocolVersion,
  },
  'ts-2-auto': v2('auto'),
  'ts-2-legacy': v2('legacy'),
  'ts-2-pinned': v2({ pin: '2026-07-28' }),
};
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const check = (ok, got) => {
  if (!ok) throw new Error(`got ${JSON.stringify(got)}`);
};

async function row(name, kind, target) {
  const cells = {};
  const cell = async (key, run) => {
    try {
      cells[key] = (await run()) ?? 'ok';
    } catch (error) {
      cells[key] = String(error).slice(0, 300) || 'failed';
    }
  };
  const instance = target.perClient ? `${target.name}-${name}` : target.name;
  const client = kind.make();
  const transport = kind.transport(new URL(`${plan.url}/${instance}/mcp`), {
    requestInit: { headers: { Authorization: `Bearer ${plan.token}` } },
  });
  const call = async (tool, options) => {
    const result = await kind.call(client, { name: tool.name, arguments: tool.arguments ?? {} }, options);
    check(JSON.stringify(result.content).includes(tool.expect ?? ''), result);
  };
  let version = '';
  await cell('connect', async () => {
    await client.connect(transport);
    version = kind.version(client, transport) ?? '?';
  });
  if (cells.connect === 'ok') {
    await cell('list', async () => {
      const { tools } = await client.listTools();
      check(tools.length >= target.tools, tools.length);
    });
    await cell('call', () => call(target.call));
    if (target.progress) {
      await cell('progress', async () => {
        let events = 0;
        await call(target.progress, { onprogress: () => events++ });
        check(events === 4, events);
      });
    }
    if (target.cancel) {
      await cell('cancel', async () => {
        const key = `${name}-${target.name}`;
        const abort = new AbortController();
        const pending = kind.call(
          client,
          { name: target.cancel.name, arguments: { ...target.cancel.arguments, key } },
          { signal: abort.signal },
        );
        const failed = pending.then(
          () => false,
          () => true,
        );
        await sleep(400);
        abort.abort('enough');
        check(await Promise.race([failed, sleep(3000)]), 'no error');
        await call(target.call);
        if (!target.seen) return;
        for (let i = 0; i < 20; i++, await sleep(100)) {
          const { content } = await kind.call(client, { name: target.seen, arguments: { key } });
          if (content[0].text === 'true') return;
        }
        return 'unseen';
      });
    }
    if (target.resource) {
      await cell('resource', async () => {
        const result = await client.readResource({ uri: target.resource.name });
        check(JSON.stringify(result).includes(target.resource.expect), result);
      });
    }
    if (target.prompt) {
      await cell('prompt', async () => {
        const result = await client.getPrompt({ name: target.prompt.name });
        check(JSON.stringify(result).includes(target.prompt.expect), result);
      });
    }
    await client.close().catch(() => {}); // the row is done
  }
  console.log(JSON.stringify({ client: name, server: target.name, version, cells }));
}

await Promise.all(
  Object.entries(clients).map(async ([name, kind]) => {
    for (const target of plan.targets) await row(name, kind, target);
  }),
);
process.exit(0);
