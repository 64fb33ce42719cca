import { describeFailure, formatReport } from '@mcp-fleet/core';
import { Interrupts, TerraformFailure, openSession, readOutputs, terminal } from '../deploy';
import { parseArgs } from 'node:util';
import type { Connection } from './http';
import { connectionOf, connectionOptions } from './options';
import { smokeJson, smokePage } from './page';
import { allWell } from './smoke';
import { tokenIn, verifyOutputs } from './verify';

const USAGE = `verify <environment>

  Asks every deployed server of an environment for its health, its tools and one harmless call.

  --secret                    take the token from Secrets Manager, mcp/<environment>/access    [from the variable]
  --token-variable <name>     variable that holds the token, or the JSON Web Token             [MCP_TOKEN]
  --timeout-seconds <n>       longest wait for one answer                                      [30]
  --root <folder>             holds environments/ and servers/                                 [.]
  --out <folder>              Terraform JSON                                                   [dist/cdktf/<environment>]
  --terraform <binary>        Terraform or OpenTofu                                            [TERRAFORM_BINARY_NAME, terraform]
  --json                      for programs
  --debug                     print stack traces
  --help                      print this`;

const options = {
  ...connectionOptions,
  secret: { type: 'boolean' },
  root: { type: 'string' },
  out: { type: 'string' },
  terraform: { type: 'string' },
} as const;

/** The command line. Exit codes: 0, 1 where something is wrong, 64 wrong call. */
export async function main(argv: readonly string[], env = process.env): Promise<number> {
  let values, environment, connection;
  try {
    const call = parseArgs({ args: [...argv], options, allowPositionals: true });
    values = call.values;
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    if (call.positionals.length !== 1) throw new Error('name one environment');
    environment = call.positionals[0] as string;
    connection = connectionOf(values, env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 64;
  }
  try {
    return await verify(environment, values, connection);
  } catch (error) {
    process.stderr.write(`${describeFailure(error, values.debug ?? false, [TerraformFailure])}\n`);
    return 1;
  }
}

interface Values {
  readonly secret?: boolean;
  readonly root?: string;
  readonly out?: string;
  readonly terraform?: string;
  readonly json?: boolean;
}

async function verify(environment: string, values: Values, connection: Connection): Promise<number> {
  const { root, out, terraform, json = false } = values;
  const session = await openSession({
    environment,
    screen: terminal({ json }),
    interrupts: new Interrupts(),
    ...(root ? { root } : {}),
    ...(out ? { out } : {}),
    ...(terraform ? { terraform } : {}),
  });
  const secret = `mcp/${environment}/access`;
  const token = values.secret
    ? tokenIn(environment, secret, await session.cloud.secretValue(secret))
    : connection.token;
  const { results, open } = await verifyOutputs(await readOutputs(session), {
    ...connection,
    ...(token ? { token } : {}),
  });
  process.stdout.write(`${json ? smokeJson(results) : smokePage(results)}\n`);
  if (open.length > 0) process.stderr.write(`\n${formatReport(open)}\n`);
  return allWell(results) && open.length === 0 ? 0 : 1;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    // Connections that are kept alive must not hold the process.
    process.exit(code);
  });
}
