import type { Catalog } from '@mcp-fleet/catalog';
import { FleetError } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import { imageRecipe, loadFleet, planLoaded } from '@mcp-fleet/fleet';
import type { AwsFleetPlan, AwsPlan, FleetPlan } from '@mcp-fleet/plan';
import { planFleet } from '@mcp-fleet/plan';
import { eachOnce, imagesOf } from './planned-image';
import type { PlannedImage } from './planned-image';

/** What a push has to do, as the files say it. */
export interface PushPlan {
  readonly environment: string;
  readonly aws: AwsPlan;
  /** Where its images are. */
  readonly registry: AwsPlan;
  /** Who pushes there. */
  readonly owner: RegistryOwner;
  /** Images that the environment runs: these get pins. */
  readonly images: readonly PlannedImage[];
  /** Images that others run from its registry: pushed here, pinned by their own push. */
  readonly forOthers: readonly PlannedImage[];
  /** Environments that pull from it but whose files have errors: their images are left out. */
  readonly leftOut: readonly string[];
  readonly catalog: Catalog;
}

/** `self`; another environment; or an account whose registry we do not manage. */
export type RegistryOwner = 'self' | { readonly environment: string } | { readonly account: string };

/**
 * Reads the environment and plans its images, whatever is pinned so far: a push is what mends a wrong pin.
 *
 * @throws FleetErrors with all errors of the environment's files.
 */
export function planPush(name: string, root = '.'): PushPlan {
  const fleet = loadFleet({ root, environment: name });
  const plan = atAws(planLoaded(fleet, true)[0] as FleetPlan);
  const { environments } = fleet.environments;
  const environment = environments.find((one) => one.name === name) as Environment;
  const others = environments
    .filter((one) => pullsFrom(one, name))
    .map((one) => ({
      name: one.name,
      plan: planFleet(one, {
        environments,
        catalog: fleet.catalog,
        imageRecipe: imageRecipe().images,
        ignorePins: true,
      }).plan,
    }));
  const images = eachOnce(imagesOf(plan));
  return {
    environment: name,
    aws: plan.aws,
    registry: images[0]?.registry ?? plan.aws,
    owner: ownerOf(environment),
    images,
    forOthers: eachOnce(
      others.flatMap((other) => (other.plan?.aws ? imagesOf(other.plan) : [])),
      images,
    ),
    catalog: fleet.catalog,
    leftOut: others.filter((other) => other.plan === undefined).map((other) => other.name),
  };
}

function atAws(plan: FleetPlan): AwsFleetPlan {
  if (plan.aws) return plan;
  throw new FleetError({
    code: 'not-for-target',
    path: 'deployments',
    file: `environments/${plan.environment}/environment.ts`,
    value: 'docker',
    rule: 'images of an environment on a laptop stay on it: there is no registry to push to',
    fix: `nx run ${plan.environment}:images builds them`,
  });
}

function pullsFrom({ registry }: Environment, owner: string): boolean {
  return typeof registry === 'object' && 'environment' in registry && registry.environment === owner;
}

function ownerOf({ registry = 'own' }: Environment): RegistryOwner {
  if (registry === 'own') return 'self';
  return 'environment' in registry ? { environment: registry.environment } : { account: registry.account };
}
