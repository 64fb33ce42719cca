import type { Verb } from '../verb';
import { ROOT } from '../verb';

const JSON_ONLY = { flags: '--json', says: 'write nothing, and print the files as JSON' };

/** The commands that add something to a fleet: `mcp-fleet add server time pypi:mcp-server-time`. */
export const addVerbs: readonly Verb[] = [
  {
    call: 'environment <name>',
    says: 'Writes the file of a new environment',
    flags: [
      { flags: '--server <name>', says: 'a server that it runs', again: true },
      { flags: '--target <target>', says: 'lambda, fargate or docker', standard: 'lambda' },
      { flags: '--topology <topology>', says: 'per-server or multi-server', standard: 'multi-server' },
      { flags: '--edge <edge>', says: 'http-api, rest-api or alb', standard: "the target's own" },
      { flags: '--account <id>', says: 'AWS account, 12 digits' },
      { flags: '--region <region>', says: 'AWS Region', standard: 'us-east-1' },
      ROOT,
      JSON_ONLY,
    ],
    example: 'mcp-fleet add environment night --server everything',
    run: async (argv) => (await import('mcp-fleet/commands/add')).addEnvironment(argv),
  },
  {
    call: 'server <name> <source>',
    says: 'Writes the server.json of a new server, from a file, an address, the MCP registry, npm, PyPI or a pasted mcpServers entry',
    flags: [
      { flags: '--package-version <version>', says: 'exact version', standard: 'the latest' },
      {
        flags: '--mcp-registry <url>',
        says: 'the MCP registry',
        standard: 'https://registry.modelcontextprotocol.io',
      },
      { flags: '--npm-registry <url>', says: 'the npm registry', standard: 'https://registry.npmjs.org' },
      { flags: '--pypi <url>', says: 'the Python package index', standard: 'https://pypi.org' },
      ROOT,
      JSON_ONLY,
    ],
    example: 'mcp-fleet add server time pypi:mcp-server-time',
    run: async (argv) => (await import('mcp-fleet/commands/add')).addServer(argv),
  },
];
