import { describeFailure } from '@mcp-fleet/core';
import { parseArgs } from 'node:util';
import { findServers } from './find-servers';
import { attemptsOf, connectionOf, connectionOptions } from './options';
import { smokeJson, smokePage } from './page';
import { allWell, smoke } from './smoke';

const USAGE = `smoke <address>

  <address>                   a front door, https://mcp.example.com, or one server, https://mcp.example.com/gitlab/mcp

  --servers <a,b>             servers of the front door; --server <a> for one    [those that its router names]
  --token-variable <name>     variable that holds the token                      [MCP_TOKEN]
  --timeout-seconds <n>       longest wait for one answer                        [30]
  --attempts <n>              attempts for each server that is not well          [1]
  --every <n>                 seconds between two attempts                       [10]
  --json                      for programs
  --debug                     print stack traces
  --help                      print this`;

const options = {
  ...connectionOptions,
  server: { type: 'string', multiple: true },
  servers: { type: 'string', multiple: true },
} as const;

/** The command line. Exit codes: 0, 1 where something is wrong, 64 wrong call. */
export async function main(argv: readonly string[], env = process.env): Promise<number> {
  let values, address, connection, attempts;
  try {
    const call = parseArgs({ args: [...argv], options, allowPositionals: true });
    values = call.values;
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    if (call.positionals.length !== 1) throw new Error('give one address');
    address = call.positionals[0] as string;
    connection = connectionOf(values, env);
    attempts = attemptsOf(values);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 64;
  }
  try {
    const names = [...(values.server ?? []), ...(values.servers ?? [])].flatMap((text) => text.split(','));
    const given = names.map((name) => name.trim()).filter(Boolean);
    const results = await smoke(await findServers(address, given, connection), connection, attempts);
    process.stdout.write(`${values.json ? smokeJson(results) : smokePage(results)}\n`);
    return allWell(results) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${describeFailure(error, values.debug ?? false)}\n`);
    return 1;
  }
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    // Connections that are kept alive must not hold the process.
    process.exit(code);
  });
}
