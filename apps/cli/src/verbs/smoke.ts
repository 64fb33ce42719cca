import type { Verb } from '../verb';
import { JSON_FLAG } from '../verb';

export const smokeVerb: Verb = {
  call: 'smoke <address>',
  says: 'Checks health, tools and one harmless call of the servers at an address',
  flags: [
    {
      flags: '--server <name>',
      says: 'a server of the front door',
      standard: 'those that its router names',
      again: true,
    },
    { flags: '--servers <names>', says: 'servers of the front door, with commas between', again: true },
    { flags: '--token-variable <name>', says: 'variable that holds the token', standard: 'MCP_TOKEN' },
    { flags: '--timeout-seconds <n>', says: 'longest wait for one answer', standard: '30' },
    { flags: '--attempts <n>', says: 'attempts for each server that is not well', standard: '1' },
    { flags: '--every <n>', says: 'seconds between two attempts', standard: '10' },
    JSON_FLAG,
  ],
  example: 'mcp-fleet smoke https://mcp.example.com --server gitlab',
  run: async (argv) => (await import('mcp-fleet/commands/smoke')).main(argv),
};
