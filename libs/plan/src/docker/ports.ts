import { router, shortHash } from '@mcp-fleet/core';
import type { Deployment, Instance, PlanContext } from '../context';

/** Where a container of one instance is reached: one of these, by its name alone. */
const FIRST_PORT = 8100;
const LAST_PORT = 8999;

/** Port of the one container of a deployment. */
export function sharedPort({ input }: Deployment): number {
  return input.port ?? router.port;
}

/** Port of the container of an instance. Its name decides, so that no other instance can move it. */
export function instancePort({ name, input }: Instance): number {
  return input.port ?? FIRST_PORT + (parseInt(shortHash(name), 16) % (LAST_PORT - FIRST_PORT + 1));
}

/** Reports two containers on one port, and says which ports are free. */
export function checkPorts(context: PlanContext, deployments: readonly Deployment[]): void {
  const owners = new Map<number, string>();
  const taken: { path: string; port: number; owner: string }[] = deployments.flatMap(swapped);
  for (const { path, port } of deployments.flatMap(portsOf)) {
    const owner = owners.get(port);
    if (owner === undefined) owners.set(port, path);
    else taken.push({ path, port, owner });
  }
  for (const { path, port, owner } of taken) {
    let free = FIRST_PORT;
    while (owners.has(free)) free += 1;
    owners.set(free, path);
    context.report({
      code: 'port-taken',
      path: `${path}.port`,
      value: port,
      rule: `a port of the computer belongs to one container, and ${owner} has this one`,
      fix: `write port: ${free}`,
    });
  }
}

/** A change of topology makes new containers before the old ones are gone: they never have one port. */
function swapped(deployment: Deployment): { path: string; port: number; owner: string }[] {
  const port = sharedPort(deployment);
  const same = deployment.instances.find((instance) => instancePort(instance) === port);
  const owner = `${deployment.path}, in the other topology,`;
  return same ? [{ path: same.path, port, owner }] : [];
}

/** The ports of the topology in force, and where they are written. */
function portsOf(deployment: Deployment): { path: string; port: number }[] {
  if (deployment.input.topology === 'multi-server')
    return [{ path: deployment.path, port: sharedPort(deployment) }];
  return deployment.instances.map((instance) => ({ path: instance.path, port: instancePort(instance) }));
}
