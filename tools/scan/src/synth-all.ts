import { synthLogRole, synthStateBucket } from '@mcp-fleet/bootstrap';
import { synthFleet } from '@mcp-fleet/fleet';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ExpectedFindings } from './bad-stack';
import { synthBadStack } from './bad-stack';

/** Environments that are scanned: those of the repository, and those that show what these leave out. */
const ENVIRONMENTS = ['environments', 'tools/scan/environments'];

/**
 * Writes the Terraform of every environment at AWS, of what their account needs once, and of the bad stack.
 *
 * @throws FleetErrors where an environment is not sound.
 */
export function synthAll(root: string, folder: string): ExpectedFindings {
  const fleets = ENVIRONMENTS.map((environmentsFolder, i) => {
    const outdir = join(folder, `fleet-${i}`);
    const { plans } = synthFleet({ root, environmentsFolder, outdir });
    // Containers of a laptop are nobody's cloud.
    for (const plan of plans.filter(({ aws }) => !aws)) {
      for (const { stack } of Object.values(plan.deployments)) {
        rmSync(join(outdir, 'stacks', stack), { recursive: true });
      }
    }
    return plans;
  });
  const withBucket = fleets.flat().find(({ aws, state }) => aws && state.kind === 's3');
  if (withBucket?.aws) {
    const outdir = join(folder, 'bootstrap');
    synthStateBucket({ plan: withBucket, outdir });
    synthLogRole({ plan: withBucket, outdir, localState: join(folder, 'log-role.tfstate') });
  }
  return synthBadStack(join(folder, 'bad'));
}
