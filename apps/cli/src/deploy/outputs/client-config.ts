import type { EnvironmentOutputs, ServerOutput } from './read-outputs';

/** A file that an MCP client reads, ready to be pasted. */
export interface ClientFile {
  readonly client: string;
  readonly path: string;
  readonly text: string;
}

/** What a client has to know of an environment. */
export interface FrontDoors extends Pick<EnvironmentOutputs, 'environment' | 'access'> {
  /** By instance. */
  readonly servers: Readonly<Record<string, Pick<ServerOutput, 'address'>>>;
}

type Servers = readonly { readonly name: string; readonly url: string }[];

/** Variable that holds the token of the front door on the user's computer. */
const TOKEN = 'MCP_TOKEN';

/**
 * Configuration of each client that we know. Where access is by token the header names a variable, never a value; with
 * JWT access a client finds the issuer by itself, and what is public needs nothing.
 */
export function clientFiles({ environment, access, servers }: FrontDoors): ClientFile[] {
  const all = Object.entries(servers).map(([name, { address }]) => ({
    name: `${environment}-${name}`,
    url: address,
  }));
  const token = access === 'token';
  return [
    { client: 'Claude Code', path: '.mcp.json', text: json(claudeCode(all, token)) },
    { client: 'VS Code', path: '.vscode/mcp.json', text: json(vsCode(all, token)) },
    { client: 'Cursor', path: '.cursor/mcp.json', text: json(cursor(all, token)) },
    {
      client: 'Continue.dev',
      path: `.continue/mcpServers/${environment}.yaml`,
      text: continueDev(environment, all, token),
    },
  ];
}

function claudeCode(servers: Servers, token: boolean): unknown {
  const entry = ({ url }: Servers[number]) => ({ type: 'http', url, ...bearer(token, `\${${TOKEN}}`) });
  return { mcpServers: byName(servers, entry) };
}

function vsCode(servers: Servers, token: boolean): unknown {
  const id = 'mcp-token';
  const entry = ({ url }: Servers[number]) => ({ type: 'http', url, ...bearer(token, `\${input:${id}}`) });
  const inputs = [{ type: 'promptString', id, description: 'Token of the MCP servers', password: true }];
  return { servers: byName(servers, entry), ...(token ? { inputs } : {}) };
}

function cursor(servers: Servers, token: boolean): unknown {
  const entry = ({ url }: Servers[number]) => ({ url, ...bearer(token, `\${env:${TOKEN}}`) });
  return { mcpServers: byName(servers, entry) };
}

/** YAML; texts are written as JSON texts, which YAML reads alike. */
function continueDev(environment: string, servers: Servers, token: boolean): string {
  const header = [
    '    requestOptions:',
    '      headers:',
    `        Authorization: "Bearer \${{ secrets.${TOKEN} }}"`,
  ];
  const entries = servers.flatMap(({ name, url }) => [
    `  - name: ${name}`,
    '    type: streamable-http',
    `    url: ${JSON.stringify(url)}`,
    ...(token ? header : []),
  ]);
  return [`name: ${environment}`, 'version: 0.0.1', 'schema: v1', 'mcpServers:', ...entries].join('\n');
}

function byName(servers: Servers, entry: (server: Servers[number]) => unknown): Record<string, unknown> {
  return Object.fromEntries(servers.map((server) => [server.name, entry(server)]));
}

function bearer(token: boolean, variable: string): { headers?: { Authorization: string } } {
  return token ? { headers: { Authorization: `Bearer ${variable}` } } : {};
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
