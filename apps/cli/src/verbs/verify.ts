import type { Verb } from '../verb';
import { JSON_FLAG, OUT, ROOT, TERRAFORM } from '../verb';

export const verify: Verb = {
  call: 'verify <environment>',
  says: 'Checks health, tools and one harmless call of every deployed server',
  flags: [
    { flags: '--secret', says: 'take the token from Secrets Manager, mcp/<environment>/access' },
    { flags: '--token-variable <name>', says: 'variable that holds the token', standard: 'MCP_TOKEN' },
    { flags: '--timeout-seconds <n>', says: 'longest wait for one answer', standard: '30' },
    { flags: '--attempts <n>', says: 'attempts for each server that is not well', standard: '1' },
    { flags: '--every <n>', says: 'seconds between two attempts', standard: '10' },
    JSON_FLAG,
    ROOT,
    OUT,
    TERRAFORM,
  ],
  example: 'mcp-fleet verify dev --secret',
  run: async (argv) => (await import('mcp-fleet/commands/verify')).main(argv),
};
