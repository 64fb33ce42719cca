import type { AwsDeploymentPlan, ImagePlan } from './fleet-plan';

/** An image that a deployment runs. */
export interface ImageUse {
  readonly image: ImagePlan;
  /** Path of what runs it, in the environment file. */
  readonly path: string;
}

/** Every image that a deployment at AWS runs, once for each function or container. */
export function imageUses(deployment: AwsDeploymentPlan): ImageUse[] {
  const { name, instances } = deployment;
  const use = (key: string, image: ImagePlan): ImageUse => ({
    image,
    path: Object.hasOwn(instances, key) ? `deployments.${name}.servers.${key}` : `deployments.${name}`,
  });
  if (deployment.target === 'lambda') {
    return Object.entries(deployment.functions).map(([key, { image }]) => use(key, image));
  }
  return Object.values(deployment.services).flatMap(({ containers }) =>
    Object.entries(containers).map(([key, { image }]) => use(key, image)),
  );
}
