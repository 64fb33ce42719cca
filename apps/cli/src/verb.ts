import { throwIfAny } from '@mcp-fleet/core';
import { Command, Option } from 'commander';
import { checkFleet } from './check-fleet';

/** An option of a command. */
export interface Flag {
  /** As commander writes them: `--root <folder>`. */
  readonly flags: string;
  /** What it does, for the help. */
  readonly says: string;
  /** What holds without it. @default - the help does not say */
  readonly standard?: string;
  /** True if the option can be given several times. @default false */
  readonly again?: boolean;
}

/** A command of `mcp-fleet`: what its help says, and the program behind it. */
export interface Verb {
  /** Name and arguments, as commander writes them: `plan <environment>`. */
  readonly call: string;
  /** One sentence without its full stop, for the list of commands. */
  readonly says: string;
  /** Options beside --debug and --help. @default - none */
  readonly flags?: readonly Flag[];
  /** A call that works in this repository. */
  readonly example: string;
  /** Takes options and arguments, and resolves to the exit code. It loads its program only when it is called. */
  readonly run: (argv: readonly string[]) => Promise<number>;
}

export const ROOT: Flag = {
  flags: '--root <folder>',
  says: 'holds environments/ and servers/',
  standard: '.',
};
export const OUT: Flag = {
  flags: '--out <folder>',
  says: 'Terraform JSON and plans',
  standard: 'dist/cdktf/<environment>',
};
export const TERRAFORM: Flag = {
  flags: '--terraform <binary>',
  says: 'Terraform or OpenTofu',
  standard: 'TERRAFORM_BINARY_NAME, terraform',
};
export const JSON_FLAG: Flag = { flags: '--json', says: 'print JSON, for programs' };
export const STRICT: Flag = { flags: '--strict', says: 'treat warnings as errors' };
const DEBUG: Flag = { flags: '--debug', says: 'print stack traces' };

/** Adds a command to a program; `done` is told its exit code. */
export function register(program: Command, verb: Verb, done: (code: number) => void): void {
  const command = program.command(verb.call).summary(verb.says).description(`${verb.says}.`);
  for (const flag of [...(verb.flags ?? []), DEBUG]) command.addOption(optionOf(flag));
  command.addHelpText('after', `\nExample:\n  ${verb.example}`);
  command.action(async () => {
    if (verb.flags?.includes(ROOT)) throwIfAny(checkFleet(command.getOptionValue('root') ?? '.'));
    done(await verb.run(argvOf(command)));
  });
}

function optionOf({ flags, says, standard, again }: Flag): Option {
  const words = [says, again ? '; can be given again' : '', standard === undefined ? '' : ` [${standard}]`];
  const option = new Option(flags, words.join(''));
  if (!again) return option;
  return option.argParser((value: string, earlier: readonly string[] = []) => [...earlier, value]);
}

/** What commander read, for the program behind the command: options first, then arguments. */
function argvOf(command: Command): string[] {
  const options = command.options.flatMap((option) => {
    const value: unknown = command.getOptionValue(option.attributeName());
    if (value === undefined) return [];
    const flag = option.long ?? '';
    return value === true ? [flag] : [value].flat().map((one) => `${flag}=${String(one)}`);
  });
  return [...options, '--', ...command.args];
}
