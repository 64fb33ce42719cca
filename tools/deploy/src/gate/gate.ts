import { throwIfAny } from '@mcp-fleet/core';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import type { GateCloud } from './cloud';
import { missingImages } from './images';
import { unfilledSecrets } from './secrets';

/**
 * Looks, between the foundation and all that runs, whether everything is there that a person has to bring.
 *
 * @throws FleetErrors with all that lacks and the command for each; nothing has been touched then.
 */
export async function checkGate(plan: AwsFleetPlan, cloud: GateCloud): Promise<void> {
  throwIfAny([...(await missingImages(plan, cloud)), ...(await unfilledSecrets(plan, cloud))]);
}
