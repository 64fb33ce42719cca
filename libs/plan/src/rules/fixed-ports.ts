import { router } from '@mcp-fleet/core';
import type { Deployment, PlanContext } from '../context';
import { targets } from '../targets';

/** Ports of the routers in one task behind the front one, each with room for the processes of its server. */
export const FIRST_INNER_PORT = 8100;
export const INNER_PORTS = 100;
const LAST_INNER_PORT = 8999;

/**
 * Servers that always listen on one port: it may not be the router's, nor that of another server with the same address,
 * which is what servers of one function, one container or one task have.
 */
export function checkFixedPorts(context: PlanContext, { input, instances }: Deployment): void {
  const shared = input.topology === 'multi-server';
  const inTask = shared && targets[input.target].shared === 'task';
  const owners = new Map<number, string>();
  for (const { server, path } of instances) {
    const { port } = server.runtime;
    if (port === undefined) continue;
    const inner = inTask && port >= FIRST_INNER_PORT && port <= LAST_INNER_PORT;
    const owner = shared ? owners.get(port) : undefined;
    if (port === router.port || inner) {
      context.report({
        code: 'port-taken',
        path,
        value: port,
        rule: inner
          ? `server ${server.key} always listens on this port, and ${FIRST_INNER_PORT} to ${LAST_INNER_PORT} belong to the routers in a task`
          : `server ${server.key} always listens on this port, which is that of the router in front of it`,
        fix: 'let the server listen where it is told: with {port} in arguments or variables of its deployment.json',
      });
    } else if (owner !== undefined) {
      context.report({
        code: 'port-taken',
        path,
        value: port,
        rule: `server ${server.key} always listens on this port, as does ${owner}, and in topology multi-server all have one address`,
        fix: "use topology 'per-server', or move one of them into another deployment",
      });
    }
    owners.set(port, path);
  }
}
