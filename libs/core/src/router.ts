/** What every image agrees on: how the router in it is reached and how it says that it is well. */
export const router = {
  /** TCP port that the router listens on. */
  port: 8080,
  /** Path that answers 200 while the router can serve. */
  healthPath: '/health',
  /** Program and arguments that end with 0 while the router can serve. */
  healthCheck: ['/usr/local/bin/mcp-router', 'healthcheck'],
} as const;

/** Public paths of an instance. */
export interface ServerPaths {
  /** The MCP endpoint. */
  readonly mcp: `/${string}`;
  /** Health of the instance, open to everybody. */
  readonly health: `/${string}`;
  /** Protected-resource metadata (RFC 9728), open to everybody, where calls need a token. */
  readonly metadata: `/${string}`;
}

/** Public paths of an instance: the same in every topology and behind every edge. The router has them too. */
export function serverPaths(instance: string): ServerPaths {
  const mcp = `/${instance}/mcp` as const;
  return { mcp, health: `/${instance}/health`, metadata: `/.well-known/oauth-protected-resource${mcp}` };
}
