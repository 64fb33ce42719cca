import { FleetError } from '@mcp-fleet/core';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import type { Cloud } from './cloud';

/**
 * A zone that the environment makes and that nothing leads to yet. Certificates in it would wait for more than an hour,
 * and then fail.
 */
export async function undelegatedZone(
  { domain, deployments }: AwsFleetPlan,
  cloud: Pick<Cloud, 'nameServers'>,
  madeNameServers: () => Promise<readonly string[]>,
): Promise<FleetError[]> {
  if (!domain?.create || !Object.values(deployments).some(({ host }) => host?.records)) return [];
  const [made, found] = [
    (await madeNameServers()).map(plain),
    (await cloud.nameServers(domain.zone)).map(plain),
  ];
  if (made.length > 0 && made.every((name) => found.includes(name))) return [];
  return [
    new FleetError({
      code: 'zone-not-delegated',
      path: 'domain.zone',
      value: found.length > 0 ? found : 'no name servers',
      rule: `the world finds ${domain.zone} by a record of type NS in the domain above it, which names the zone that was made`,
      fix: `have this record made there, and wait until it is known: ${domain.zone} NS ${made.join(' ')}`,
    }),
  ];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
