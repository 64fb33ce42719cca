import type { Verb } from '../verb';
import { JSON_FLAG, ROOT } from '../verb';

export const ops: Verb = {
  call: 'ops <environment>',
  says: 'Prints the commands that an operator needs, with the real names',
  flags: [
    { flags: '--instance <name>', says: 'what is about this instance', standard: 'all', again: true },
    { flags: '--topic <name>', says: 'what is about this topic', standard: 'all', again: true },
    JSON_FLAG,
    ROOT,
  ],
  example: 'mcp-fleet ops dev --topic logs',
  run: async (argv) => (await import('mcp-fleet/commands/ops')).main(argv),
};
