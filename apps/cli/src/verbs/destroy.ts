import type { Verb } from '../verb';
import { OUT, ROOT, TERRAFORM } from '../verb';

export const destroy: Verb = {
  call: 'destroy <environment>',
  says: 'Takes an environment down, in reverse order',
  flags: [
    { flags: '--name <environment>', says: 'the name of the environment, instead of asking for it' },
    { flags: '--protected <name>', says: 'the name again, for a protected environment' },
    ROOT,
    OUT,
    TERRAFORM,
  ],
  example: 'mcp-fleet destroy dev --name dev',
  run: async (argv) => (await import('mcp-fleet/commands/deploy')).main(['destroy', ...argv]),
};
