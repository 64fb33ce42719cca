import type { Verb } from '../verb';
import { OUT, ROOT, STRICT, TERRAFORM } from '../verb';

export const deploy: Verb = {
  call: 'deploy <environment>',
  says: 'Deploys the foundation, checks images and secrets, then deploys the rest',
  flags: [
    { flags: '--yes', says: 'apply each plan without asking' },
    { flags: '--deployment <name>', says: 'on a laptop: this deployment alone', again: true },
    STRICT,
    ROOT,
    OUT,
    TERRAFORM,
  ],
  example: 'mcp-fleet deploy dev --yes',
  run: async (argv) => (await import('mcp-fleet/commands/deploy')).main(['deploy', ...argv]),
};
