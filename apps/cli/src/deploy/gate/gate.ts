import { throwIfAny } from '@mcp-fleet/core';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import type { GateCloud } from './cloud';
import { missingImages } from './images';
import { undelegatedZone } from './delegation';
import { missingLogRole } from './log-role';
import { unfilledSecrets } from './secrets';

/**
 * Looks, between the foundation and all that runs, whether everything is there that a person has to bring or ask for.
 *
 * @param madeNameServers those of the zone that the foundation has made
 * @throws FleetErrors with all that lacks and the command for each; nothing has been touched then.
 */
export async function checkGate(
  plan: AwsFleetPlan,
  cloud: GateCloud,
  madeNameServers: () => Promise<readonly string[]>,
): Promise<void> {
  throwIfAny([
    ...(await missingLogRole(plan, cloud)),
    ...(await missingImages(plan, cloud)),
    ...(await unfilledSecrets(plan, cloud)),
    ...(await undelegatedZone(plan, cloud, madeNameServers)),
  ]);
}
