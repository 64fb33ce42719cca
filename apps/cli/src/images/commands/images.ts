import { loadFleet, planLoaded } from '@mcp-fleet/fleet';
import type { FleetPlan } from '@mcp-fleet/plan';
import type { BuiltImage, Builder } from '../build/build-image';
import { buildImage } from '../build/build-image';
import type { ImageSpec } from '../spec/image-spec';
import { specsOf } from '../spec/planned';

/**
 * The images that an environment runs, whatever is pinned so far.
 *
 * @throws FleetErrors with all errors of its files.
 */
export function imagesOf(environment: string, root = '.'): ImageSpec[] {
  const fleet = loadFleet({ root, environment });
  const plans = planLoaded(fleet, true);
  return specsOf(plans[0] as FleetPlan, fleet.catalog);
}

/** Builds images one after the other: what they share is built once. */
export async function buildAll(builder: Builder, specs: readonly ImageSpec[]): Promise<BuiltImage[]> {
  const built: BuiltImage[] = [];
  for (const spec of specs) built.push(await buildImage(builder, spec));
  return built;
}
