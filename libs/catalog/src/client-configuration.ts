import { FleetError } from '@mcp-fleet/core';

type Raw = Readonly<Record<string, unknown>>;

/** Programs that fetch and start a package, with the registry that they fetch it from. */
const STARTERS: Readonly<Record<string, string>> = { npx: 'npm', bunx: 'npm', uvx: 'pypi', pipx: 'pypi' };

/** The one error of a client's configuration that was pasted as a server.json; undefined for anything else. */
export function clientConfiguration(value: unknown, file: string): FleetError | undefined {
  const { mcpServers, name } = record(value);
  if (typeof mcpServers !== 'object' || mcpServers === null || name !== undefined) return undefined;
  return new FleetError({
    code: 'manifest-invalid',
    file,
    path: 'mcpServers',
    rule: "a server.json describes a server, and this is a client's configuration, which only says how to start one",
    fix: `take the server.json from the server's repository or from the MCP registry, or let "mcp-fleet add server <name> <file>" write one${packageOf(mcpServers)}`,
  });
}

/** The package that the first server is started from, where the command names it. Its arguments may hold secrets. */
function packageOf(servers: object): string {
  const { command, args } = record(Object.values(servers)[0]);
  const registry = typeof command === 'string' ? STARTERS[command] : undefined;
  const words: readonly unknown[] = Array.isArray(args) ? args : [];
  const name = words.find((word) => typeof word === 'string' && !word.startsWith('-') && word !== 'run');
  const isName = typeof name === 'string' && /^(@[\w.-]+\/)?[\w.-]{1,80}(@[\w.-]+)?$/.test(name);
  return registry !== undefined && isName ? ` (here the ${registry} package ${name})` : '';
}

function record(value: unknown): Raw {
  return typeof value === 'object' && value !== null ? (value as Raw) : {};
}
