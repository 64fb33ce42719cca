import { describeFailure, formatReport } from '@mcp-fleet/core';
import { Interrupts, TerraformFailure, openSession, readOutputs, terminal } from '../deploy';
import { parseArgs } from 'node:util';
import type { Connection } from './http';
import { attemptsOf, connectionOf, connectionOptions } from './options';
import { smokeJson, smokePage } from './page';
import { type Attempts, allWell } from './smoke';
import { tokenIn, verifyOutputs } from './verify';

const USAGE = `verify <environment>

  Asks every deployed server of an environment for its health, its tools and one harmless call.

  --secret                    take the token from Secrets Manager, mcp/<environment>/access    [from the variable]
  --token-variable <name>     variable that holds the token, or the JSON Web Token             [MCP_TOKEN]
  --timeout-seconds <n>       longest wait for one answer                                      [30]
  --attempts <n>              attempts for each server that is not well                        [1]
  --every <n>                 seconds between two attempts                                     [10]
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
  let values, environment, connection, attempts;
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
    attempts = attemptsOf(values);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    return 64;
  }
  try {
    return await verify(environment, values, connection, attempts);
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

async function verify(
  environment: string,
  values: Values,
  connection: Connection,
  attempts: Attempts,
): Promise<number> {
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
  const outputs = await readOutputs(session);
  const used = { ...connection, ...(token ? { token } : {}) };
  const { results, open } = await verifyOutputs(outputs, used, attempts);
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
