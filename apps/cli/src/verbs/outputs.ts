import type { Verb } from '../verb';
import { JSON_FLAG, OUT, ROOT, TERRAFORM } from '../verb';

export const outputs: Verb = {
  call: 'outputs <environment>',
  says: 'Prints addresses, functions, log groups and the configuration of MCP clients',
  flags: [JSON_FLAG, ROOT, OUT, TERRAFORM],
  example: 'mcp-fleet outputs dev --json',
  run: async (argv) => (await import('mcp-fleet/commands/deploy')).main(['outputs', ...argv]),
};
