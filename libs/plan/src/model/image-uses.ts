import type { AwsTarget } from '../target';
import { targets } from '../targets';
import type { AwsDeploymentPlan, AwsFleetPlan, ImagePlan } from './fleet-plan';

/** An image that a deployment runs. */
export interface ImageUse {
  /** The image. */
  readonly image: ImagePlan;
  /** Path of what runs it, in the environment file. */
  readonly path: string;
}

/** Every image that a deployment at AWS runs, once for each function or container. */
export function imageUses(deployment: AwsDeploymentPlan): ImageUse[] {
  const { name, instances } = deployment;
  // The compiler does not see that the facts and the deployment are of the same target.
  const { images } = targets[deployment.target] as AwsTarget;
  return images(deployment).map(([key, image]) => ({
    image,
    path: Object.hasOwn(instances, key) ? `deployments.${name}.servers.${key}` : `deployments.${name}`,
  }));
}

/** Every image that an environment at AWS runs, once for each function or container. */
export function imageUsesOf({ deployments }: AwsFleetPlan): ImageUse[] {
  return Object.values(deployments).flatMap(imageUses);
}
