import type { TargetCases } from './by-target';
import { byTarget } from './by-target';
import type { AwsDeploymentPlan, AwsFleetPlan, ImagePlan } from './fleet-plan';

/** An image that a deployment runs. */
export interface ImageUse {
  readonly image: ImagePlan;
  /** Path of what runs it, in the environment file. */
  readonly path: string;
}

/** Images by the key of the function or the container that runs them. */
const imagesByKey: TargetCases<AwsDeploymentPlan, readonly (readonly [key: string, image: ImagePlan])[]> = {
  lambda: ({ functions }) => Object.entries(functions).map(([key, { image }]) => [key, image] as const),
  fargate: ({ services }) =>
    Object.values(services).flatMap(({ containers }) =>
      Object.entries(containers).map(([key, { image }]) => [key, image] as const),
    ),
};

/** Every image that a deployment at AWS runs, once for each function or container. */
export function imageUses(deployment: AwsDeploymentPlan): ImageUse[] {
  const { name, instances } = deployment;
  return byTarget(deployment, imagesByKey).map(([key, image]) => ({
    image,
    path: Object.hasOwn(instances, key) ? `deployments.${name}.servers.${key}` : `deployments.${name}`,
  }));
}

/** Every image that an environment at AWS runs, once for each function or container. */
export function imageUsesOf({ deployments }: AwsFleetPlan): ImageUse[] {
  return Object.values(deployments).flatMap(imageUses);
}
