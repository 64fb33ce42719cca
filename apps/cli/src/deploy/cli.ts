import { describeFailure } from '@mcp-fleet/core';
import { parseArgs } from 'node:util';
import { bootstrapEnvironment } from './commands/bootstrap';
import { deployEnvironment } from './commands/deploy';
import { destroyEnvironment } from './commands/destroy';
import { planEnvironment } from './commands/plan';
import { openSession } from './open-session';
import { outputsJson, outputsPage } from './outputs/outputs-page';
import { readOutputs } from './outputs/read-outputs';
import { terminal } from './screen';
import type { Session } from './session';

import { TerraformFailure } from './terraform/failure';
import { Interrupted, Interrupts } from './terraform/interrupts';

const USAGE = `deploy <command> <environment>

  plan        what a deploy would change, stack by stack; also as plan.md, plan.json
  deploy      foundation, then the gate (images, secrets), then the rest
  destroy     takes all of it down, in reverse order
  outputs     addresses, functions, logs, and configuration of MCP clients
  bootstrap   what an account needs once: the bucket of the states, the role of REST APIs' logs

  --root <folder>         holds environments/ and servers/                   [.]
  --out <folder>          Terraform JSON and plans                           [dist/cdktf/<environment>]
  --yes                   deploy, bootstrap: apply each plan without asking
  --deployment <name>     deploy, on a laptop: this one alone; can be given again    [all]
  --strict                plan, deploy: warnings are errors
  --detailed-exitcode     plan: exit code 2 where something changes
  --json                  plan, outputs: for programs
  --name <environment>    destroy: the name, instead of asking for it
  --protected <name>      destroy: written out for a protected environment
  --terraform <binary>    Terraform or OpenTofu                              [TERRAFORM_BINARY_NAME, terraform]
  --debug                 print stack traces
  --help                  print this`;

const options = {
  root: { type: 'string' },
  out: { type: 'string' },
  yes: { type: 'boolean' },
  deployment: { type: 'string', multiple: true },
  strict: { type: 'boolean' },
  'detailed-exitcode': { type: 'boolean' },
  json: { type: 'boolean' },
  name: { type: 'string' },
  protected: { type: 'string' },
  terraform: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const COMMANDS: Readonly<Record<string, (session: Session, values: Values) => Promise<number>>> = {
  plan: async (session, values) => {
    const result = await planEnvironment(session);
    if (values.json) session.screen.result(JSON.stringify(result, null, 2));
    if (result.failed) return ERROR;
    return result.changes && values['detailed-exitcode'] ? CHANGES : OK;
  },
  deploy: async (session, { yes = false, deployment }) => {
    const options = { yes, ...(deployment ? { deployments: deployment } : {}) };
    return (await deployEnvironment(session, options)) ? OK : ERROR;
  },
  destroy: async (session, { name, protected: written }) => {
    const said = { ...(name ? { name } : {}), ...(written ? { protected: written } : {}) };
    return (await destroyEnvironment(session, said)) ? OK : ERROR;
  },
  bootstrap: async (session, { yes = false }) => {
    return (await bootstrapEnvironment(session, { yes })) ? OK : ERROR;
  },
  outputs: async (session, { json }) => {
    const outputs = await readOutputs(session);
    session.screen.result(json ? outputsJson(outputs) : outputsPage(outputs));
    return OK;
  },
};

const OK = 0;
const ERROR = 1;
const CHANGES = 2;
const WRONG_CALL = 64;
const INTERRUPTED = 130;

/** The command line. Exit codes: 0, 1 error, 2 changes (plan --detailed-exitcode), 64 wrong call, 130 interrupted. */
export async function main(argv: readonly string[]): Promise<number> {
  let call;
  try {
    call = parse(argv);
  } catch (error) {
    return usageError((error as Error).message);
  }
  const { values, positionals } = call;
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return OK;
  }
  const [name, environment, ...rest] = positionals;
  const command = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
  if (command === undefined) return usageError(name ? `there is no command '${name}'` : 'name a command');
  if (environment === undefined) return usageError('name an environment');
  if (rest.length > 0) return usageError(`one environment at a time: '${rest[0]}' is too many`);
  return run(environment, values, command);
}

async function run(environment: string, values: Values, command: (typeof COMMANDS)[string]): Promise<number> {
  const screen = terminal({ json: values.json ?? false });
  const interrupts = new Interrupts(() =>
    screen.progress(
      '\nInterrupted: this ends when Terraform is done with this stack. Once more stops Terraform too, which may leave things half made.',
    ),
  );
  const unlisten = interrupts.listen();
  try {
    const { root, out, terraform } = values;
    const session = await openSession({
      environment,
      screen,
      interrupts,
      ...(values.strict ? { strict: true } : {}),
      ...(root ? { root } : {}),
      ...(out ? { out } : {}),
      ...(terraform ? { terraform } : {}),
    });
    return await command(session, values);
  } catch (error) {
    if (error instanceof Interrupted) return INTERRUPTED;
    process.stderr.write(`${describeFailure(error, values.debug ?? false, [TerraformFailure])}\n`);
    return interrupts.requested ? INTERRUPTED : ERROR;
  } finally {
    unlisten();
  }
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, allowPositionals: true });
}

function usageError(message: string): number {
  process.stderr.write(`${message}\n\n${USAGE}\n`);
  return WRONG_CALL;
}

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
