import { describeFailure } from '@mcp-fleet/core';
import { allWell, smokePage } from '../smoke';
import { parseArgs } from 'node:util';
import type { Mode } from './choose-mode';
import { tokenOf } from './launch';
import { InputsMissing, checkServed, serve } from './serve';

const USAGE = `serve <server>

  Runs a server behind the router on this computer: from its image where docker or podman answers, else as plain
  processes (Go for the router, npm, Python or Go for the server). Its inputs come from .env or environments/local/.env.
  With MCP_TOKEN set, callers need that token.

  --port <port>     on 127.0.0.1                                            [8080]
  --image           from the image, built where it is not there
  --processes       as plain processes
  --quick           processes where this computer can, else the image
  --check           starts it, asks it as npm run smoke does, and ends
  --logs            shows every line of the router and the server
  --root <folder>   holds servers/ and apps/router                          [.]
  --debug           print stack traces
  --help            print this`;

const options = {
  port: { type: 'string' },
  image: { type: 'boolean' },
  processes: { type: 'boolean' },
  quick: { type: 'boolean' },
  check: { type: 'boolean' },
  logs: { type: 'boolean' },
  root: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

/** The command line. Exit codes: 0, 1 where something is wrong, 64 wrong call. */
export async function main(argv: readonly string[], env = process.env): Promise<number> {
  let call, port;
  try {
    call = parse(argv);
    if (call.values.help) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    if (call.positionals.length !== 1) throw new Error('name one server');
    if (call.values.image && call.values.processes) throw new Error('either --image or --processes');
    port = portOf(call.values.port ?? '8080');
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 64;
  }
  const { values, positionals } = call;
  const stop = new AbortController();
  const end = () => stop.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  try {
    return await run(positionals[0] as string, port, values, tokenOf(env), stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return 0;
    process.stderr.write(`${describeError(error, values.debug ?? false)}\n`);
    return 1;
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}

async function run(
  server: string,
  port: number,
  values: Values,
  token: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  const { root = '.', check, quick, logs } = values;
  const asked: Mode | undefined = values.image ? 'image' : values.processes ? 'processes' : undefined;
  let well = true;
  await serve({
    root,
    server,
    port,
    prefer: quick ? 'processes' : 'image',
    signal,
    say: (text) => void process.stdout.write(`${text}\n`),
    log: (line) => {
      const shown = logs ? line : trouble(line);
      if (shown) process.stderr.write(`${shown}\n`);
    },
    ...(token && { token }),
    ...(asked && { asked }),
    ...(check && {
      whenReady: async (base: string) => {
        const results = [await checkServed(base, server, token)];
        process.stdout.write(`${smokePage(results)}\n`);
        well = allWell(results);
      },
    }),
  });
  return well ? 0 : 1;
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, allowPositionals: true });
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new Error('--port is a number from 1 to 65535');
}

/** Warnings and errors of the router's log, in short; other lines are for --logs. */
function trouble(line: string): string | undefined {
  try {
    const { level, server, message, reason } = JSON.parse(line) as Record<string, unknown>;
    if (level !== 'warn' && level !== 'error') return undefined;
    return [server ?? 'router', message, reason].filter(Boolean).join(': ');
  } catch {
    return line;
  }
}

function describeError(error: unknown, debug: boolean): string {
  const text = describeFailure(error, debug);
  if (debug || !(error instanceof InputsMissing)) return text;
  return `${text}\n\nAll of its inputs, as lines for .env:\n\n${error.lines.join('\n')}`;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    // Connections that are kept alive must not hold the process.
    process.exit(code);
  });
}
