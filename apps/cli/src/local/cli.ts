import { describeFailure } from '@mcp-fleet/core';
import { Interrupted, Interrupts, TerraformFailure, terminal } from '../deploy';
import { EngineFailure } from '../images';
import { parseArgs } from 'node:util';
import { down } from './commands/down';
import { writeEnvExample } from './commands/env-example';
import { shell } from './commands/shell';
import { tools } from './commands/tools';
import { up } from './commands/up';
import { logs, restart, stats, status } from './commands/watch';
import type { Local } from './open-local';
import { openLocal } from './open-local';

const USAGE = `local <command> <environment>

  up [deployment …]        builds missing images, starts the containers, waits until they are healthy
  down                     takes them down; images and .env stay
  restart [deployment …]   starts them anew, with .env as it is now
  status [deployment …]    a table of all servers; exit code 1 where one that is started is not well
  logs [server]            the last lines of one server, or of all
  shell <server> [command] a shell beside its container; or a command in it, such as: mcp-router validate
  stats [deployment …]     CPU and memory
  tools [deployment …]     lists the tools of every server that is started, and calls a harmless one
  env-example              writes .env.example from the manifests

  --engine                 up: straight by docker or podman, without Terraform
  --follow                 logs: go on
  --image <image>          shell: image of the shell            [public.ecr.aws/docker/library/busybox:1.37]
  --check                  env-example: only say whether it is stale
  --root <folder>          holds environments/ and servers/     [.]
  --out <folder>           Terraform JSON                       [dist/cdktf/<environment>]
  --terraform <binary>     Terraform or OpenTofu                [TERRAFORM_BINARY_NAME, terraform]
  --debug                  print stack traces
  --help                   print this

  MCP_FLEET_ENGINE=docker|podman chooses the engine.`;

const options = {
  engine: { type: 'boolean' },
  follow: { type: 'boolean' },
  image: { type: 'string' },
  check: { type: 'boolean' },
  root: { type: 'string' },
  out: { type: 'string' },
  terraform: { type: 'string' },
  debug: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const say = (line: string) => void process.stdout.write(`${line}\n`);
const OK = 0;
const ERROR = 1;
const WRONG_CALL = 64;
const INTERRUPTED = 130;

/** What a command is told after the environment. */
type Rest = 'deployments' | 'server' | 'server and command' | 'nothing';

interface Command {
  readonly rest: Rest;
  readonly run: (local: Local, rest: readonly string[], values: Values) => Promise<boolean>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  up: {
    rest: 'deployments',
    run: (local, _, values) =>
      interruptible((it) => up(local, { ...it, ...terraformOf(values), straight: values.engine ?? false })),
  },
  down: {
    rest: 'nothing',
    run: (local, _, values) => interruptible((it) => down(local, { ...it, ...terraformOf(values) })),
  },
  restart: { rest: 'deployments', run: restart },
  status: { rest: 'deployments', run: status },
  logs: { rest: 'server', run: (local, [server], { follow = false }) => logs(local, server, follow) },
  shell: {
    rest: 'server and command',
    run: (local, [server = '', ...command], { image }) =>
      Promise.resolve(shell(local, server, command, image)),
  },
  stats: { rest: 'deployments', run: stats },
  tools: { rest: 'deployments', run: tools },
};

/** The command line. Exit codes: 0, 1 where something is wrong, 64 wrong call, 130 interrupted. */
export async function main(argv: readonly string[]): Promise<number> {
  let call;
  try {
    call = parse(argv);
  } catch (error) {
    return usageError((error as Error).message);
  }
  const { values, positionals } = call;
  if (values.help) {
    say(USAGE);
    return OK;
  }
  const [name = '', environment, ...rest] = positionals;
  const places = {
    ...(values.root ? { root: values.root } : {}),
    ...(values.out ? { out: values.out } : {}),
  };
  try {
    if (name === 'env-example' && environment)
      return writeEnvExample(environment, { ...places, check: values.check ?? false, say }) ? OK : ERROR;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) return usageError(name ? `there is no command '${name}'` : 'name a command');
    if (environment === undefined) return usageError('name an environment');
    const wrong = wrongRest(name, command.rest, rest);
    if (wrong !== undefined) return usageError(wrong);
    const deployments = command.rest === 'deployments' ? rest : [];
    const local = await openLocal({ environment, deployments, ...places, say });
    return (await command.run(local, rest, values)) ? OK : ERROR;
  } catch (error) {
    if (error instanceof Interrupted) return INTERRUPTED;
    process.stderr.write(
      `${describeFailure(error, values.debug ?? false, [TerraformFailure, EngineFailure])}\n`,
    );
    return ERROR;
  }
}

async function interruptible(
  run: (props: { screen: ReturnType<typeof terminal>; interrupts: Interrupts }) => Promise<boolean>,
): Promise<boolean> {
  const screen = terminal({ json: false });
  const interrupts = new Interrupts(() =>
    screen.progress('\nInterrupted: this ends when Terraform is done. Once more stops Terraform too.'),
  );
  const unlisten = interrupts.listen();
  try {
    return await run({ screen, interrupts });
  } finally {
    unlisten();
  }
}

function terraformOf({ terraform }: Values): { terraform?: string } {
  return terraform ? { terraform } : {};
}

function wrongRest(name: string, kind: Rest, rest: readonly string[]): string | undefined {
  if (kind === 'nothing' && rest.length > 0) return `'${rest[0]}' is too many`;
  if (kind === 'server' && rest.length > 1) return `one server at a time: '${rest[1]}' is too many`;
  return kind === 'server and command' && rest.length === 0
    ? `name a server: ${name} <environment> <server>`
    : undefined;
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
