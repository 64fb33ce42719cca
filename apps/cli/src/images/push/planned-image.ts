import type { AwsFleetPlan, ImagePlan } from '@mcp-fleet/plan';
import { imageUses } from '@mcp-fleet/plan';

/** An image that an environment runs, and where its file asks for it. */
export interface PlannedImage extends ImagePlan {
  readonly environment: string;
  /** Deployment that runs it. */
  readonly deployment: string;
  /** Whether all servers of a deployment are in it, even where there is only one. */
  readonly shared: boolean;
  /** Path in the environment file. */
  readonly path: string;
}

/** The images of a plan; two instances may name the same one. */
export function imagesOf({ environment, deployments }: AwsFleetPlan): PlannedImage[] {
  return Object.values(deployments).flatMap((deployment) =>
    imageUses(deployment).map(({ image, path }) => ({
      ...image,
      environment,
      deployment: deployment.name,
      shared: path === `deployments.${deployment.name}`,
      path,
    })),
  );
}

/** Each image once, without those that are given elsewhere: the same repository and tag is the same image. */
export function eachOnce(
  images: readonly PlannedImage[],
  elsewhere: readonly PlannedImage[] = [],
): PlannedImage[] {
  const seen = new Set(elsewhere.map(imageName));
  return images.filter((image) => !seen.has(imageName(image)) && seen.add(imageName(image)));
}

/** `<repository>:<tag>`. */
export function imageName({ repositoryName, tag }: PlannedImage): string {
  return `${repositoryName}:${tag}`;
}
