import type { Verb } from '../verb';
import { OUT, ROOT, TERRAFORM } from '../verb';

export const bootstrap: Verb = {
  call: 'bootstrap <environment>',
  says: 'Creates what an account needs once: the bucket of the states and the log role of REST APIs',
  flags: [{ flags: '--yes', says: 'apply each plan without asking' }, ROOT, OUT, TERRAFORM],
  example: 'mcp-fleet bootstrap dev',
  run: async (argv) => (await import('mcp-fleet/commands/deploy')).main(['bootstrap', ...argv]),
};
