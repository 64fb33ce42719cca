import { parseArgs } from 'node:util';
import { page } from './page';
import { run, sayUnused, sayWarnings } from './run';
import { synthFleet } from './synth-fleet';

const USAGE = `mcp-fleet synth [environment]   environment files become Terraform JSON

  --root <folder>   holds environments/ and servers/            [.]
  --out <folder>    where stacks/<stack>/cdk.tf.json goes       [cdktf.out]
  --strict          warnings are errors
  --page            print servers, stacks and what is still open
  --debug           print stack traces
  --help            print this`;

const options = {
  root: { type: 'string' },
  out: { type: 'string' },
  strict: { type: 'boolean' },
  page: { type: 'boolean' },
  debug: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The command line of mcp-fleet. Exit code 0, 1 where something is wrong with the fleet, 2 where with the call. */
export function main(argv: readonly string[]): void {
  let call;
  try {
    call = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    return usageError((error as Error).message);
  }
  const [command, environment, ...rest] = call.positionals;
  if (call.values.help) return void process.stdout.write(`${USAGE}\n`);
  if (command !== 'synth') return usageError(command ? `there is no command '${command}'` : 'name a command');
  if (rest.length > 0) return usageError(`one environment at a time: '${rest[0]}' is too many`);
  if (call.values.debug) process.env['MCP_FLEET_DEBUG'] = '1';
  run(() => synth(environment, call.values));
}

function synth(
  environment: string | undefined,
  values: { root?: string; out?: string; page?: boolean; strict?: boolean },
): void {
  const result = synthFleet({
    ...(values.root ? { root: values.root } : {}),
    ...(values.out ? { outdir: values.out } : {}),
    ...(environment ? { environment } : {}),
    ...(values.strict ? { strict: true } : {}),
  });
  if (process.env['MCP_FLEET_TIMINGS'])
    process.stderr.write(`${JSON.stringify({ timings: result.timings })}\n`);
  sayWarnings(result.plans);
  sayUnused(result.unused);
  process.stdout.write(values.page ? `${page(result)}\n` : `${result.stacks.join('\n')}\n`);
}

function usageError(message: string): void {
  process.stderr.write(`${message}\n\n${USAGE}\n`);
  process.exitCode = 2;
}

if (require.main === module) main(process.argv.slice(2));
