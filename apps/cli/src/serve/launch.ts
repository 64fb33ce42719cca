import { type ServerManifest, routerServers } from '@mcp-fleet/catalog';
import { FleetError, HIDDEN } from '@mcp-fleet/core';
import { ROUTER_VARIABLE } from '@mcp-fleet/plan';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Inputs } from './inputs';

/** How the router is started: as a process of its own, or by an engine. */
export interface Launch {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What is served, and where. */
export interface Served {
  readonly manifest: ServerManifest;
  readonly inputs: Inputs;
  readonly port: number;
  /** Callers need it. @default - everybody on this computer may call */
  readonly token?: string;
}

/** Nothing waits in front of a router on a laptop. */
const TIMEOUT_SECONDS = 300;
const SHORTEST_TOKEN = 16;

/** The router's variables that are the same for a process and for a container. */
export function deploymentVariables({ manifest, inputs, token }: Served): Record<string, string> {
  const { key } = manifest;
  const { settings, secrets } = inputs;
  const deployment = {
    edge: 'streaming',
    access: token ? { mode: 'token', secret: 'access' } : { mode: 'public' },
    timeoutSeconds: TIMEOUT_SECONDS,
    instances: { [key]: { server: key, ...(Object.keys(settings).length > 0 && { settings }) } },
  };
  return {
    [ROUTER_VARIABLE]: JSON.stringify(deployment),
    // In variables, not in a file: what ends leaves nothing behind.
    [`MCP_SECRET_${key.toUpperCase().replaceAll('-', '_')}`]: JSON.stringify(secrets),
    ...(token && { MCP_SECRET_ACCESS: JSON.stringify({ tokens: [token] }) }),
  };
}

/** The router as a process, with the server as its child. It listens on this computer alone. */
export function processLaunch(
  served: Served,
  { router, program, folder }: { router: string; program: string; folder: string },
): Launch {
  const { manifest, port } = served;
  const { servers } = routerServers([manifest]);
  const file = join(folder, 'servers.json');
  const server = { ...servers[manifest.key], command: [program] };
  writeFileSync(file, JSON.stringify({ servers: { [manifest.key]: server } }, null, 2));
  return {
    command: router,
    arguments: [],
    env: {
      ...withoutOurs(process.env),
      MCP_ROUTER_HOST: '127.0.0.1',
      MCP_ROUTER_PORT: String(port),
      MCP_ROUTER_SERVERS_FILE: file,
      MCP_ROUTER_WRITABLE: folder,
      ...deploymentVariables(served),
    },
  };
}

/** The image as Fargate would run it: read-only, not as root, only /tmp to write to. */
export function containerLaunch(
  served: Served,
  { engine, image, name }: { engine: string; image: string; name: string },
): Launch {
  const variables = deploymentVariables(served);
  return {
    command: engine,
    arguments: [
      'run',
      '--rm',
      '--name',
      name,
      '--publish',
      `127.0.0.1:${served.port}:8080`,
      '--read-only',
      '--tmpfs',
      '/tmp',
      '--cap-drop',
      'ALL',
      '--security-opt',
      'no-new-privileges',
      // By name: a value on the command line could be seen by everybody on this computer.
      ...Object.keys(variables).flatMap((variable) => ['--env', variable]),
      image,
    ],
    env: { ...withoutOurs(process.env), ...variables },
  };
}

/** The token that callers need, where one is set. */
export function tokenOf(env: NodeJS.ProcessEnv): string | undefined {
  const token = env['MCP_TOKEN'];
  if (!token || (token.length >= SHORTEST_TOKEN && token.trim() === token)) return token || undefined;
  throw new FleetError({
    code: 'setting-invalid',
    path: 'MCP_TOKEN',
    value: HIDDEN,
    rule: `a token has at least ${SHORTEST_TOKEN} characters and no space around it`,
    fix: 'set a longer one; or unset it, and everybody on this computer may call',
  });
}

/** A shell may hold variables of another router. */
function withoutOurs(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => !/^(?:MCP_(?:ROUTER|SECRET)_|AWS_LWA_)/.test(name));
  return Object.fromEntries(kept) as Record<string, string>;
}
