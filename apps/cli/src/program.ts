import { exitCodes } from '@mcp-fleet/terminal';
import { Command, CommanderError } from 'commander';
import { register } from './verb';
import { addVerbs } from './verbs/add';
import { bootstrap } from './verbs/bootstrap';
import { check } from './verbs/check';
import { deploy } from './verbs/deploy';
import { destroy } from './verbs/destroy';
import { image } from './verbs/image';
import { images } from './verbs/images';
import { init } from './verbs/init';
import { list } from './verbs/list';
import { localVerbs } from './verbs/local';
import { ops } from './verbs/ops';
import { outputs } from './verbs/outputs';
import { pinBases } from './verbs/pin-bases';
import { plan } from './verbs/plan';
import { push } from './verbs/push';
import { serve } from './verbs/serve';
import { smokeVerb } from './verbs/smoke';
import { synth } from './verbs/synth';
import { tryVerb } from './verbs/try';
import { verify } from './verbs/verify';

/** Every command but those of `add` and `local`, in the order of the help. */
export const verbs = [
  ...[init, synth, list, plan, deploy, destroy, outputs, verify, ops, bootstrap],
  ...[image, images, push, check, pinBases],
  ...[serve, tryVerb, smokeVerb],
];

const EXIT_CODES = `
Exit codes:
  ${exitCodes.ok}    done
  ${exitCodes.failed}    something is wrong; the report names place, rule and fix
  ${exitCodes.changes}    changes (plan --detailed-exitcode), stale (pin-bases --check)
  ${exitCodes.wrongCall}   wrong call
  ${exitCodes.interrupted}  interrupted`;

/** Runs a command line of `mcp-fleet` and resolves to its exit code. A wrong call is reported, never thrown. */
export async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.ok;
  const done = (ended: number) => void (code = ended);
  const program = new Command('mcp-fleet')
    .description('Deploys fleets of MCP servers to AWS, or runs them on this computer.')
    .configureHelp({ helpWidth: 120 })
    .exitOverride()
    .showHelpAfterError('(--help shows how it is called)')
    .addHelpText('after', EXIT_CODES);
  for (const verb of verbs) register(program, verb, done);
  const add = program
    .command('add')
    .summary('Adds an environment or a server to a fleet')
    .description('Adds an environment or a server to a fleet.')
    .addHelpText('after', '\nExample:\n  mcp-fleet add server time pypi:mcp-server-time');
  for (const verb of addVerbs) register(add, verb, done);
  const local = program
    .command('local')
    .summary('Runs the containers of an environment on this computer')
    .description('Runs the containers of an environment on this computer.')
    .addHelpText('after', '\nExample:\n  mcp-fleet local up local');
  for (const verb of localVerbs) register(local, verb, done);
  if (argv.includes('--debug')) process.env['MCP_FLEET_DEBUG'] = '1';
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // commander has printed its help, or what is wrong with the call.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.wrongCall;
    throw error;
  }
}
