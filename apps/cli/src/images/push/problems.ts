import { FleetError } from '@mcp-fleet/core';
import type { RegistryOwner } from './plan-push';
import type { PlannedImage } from './planned-image';
import { imageName } from './planned-image';

/** How an error of push names an image: its file is the environment's. */
function at({ environment, path, deployment }: PlannedImage): { path: string; file: string } {
  return { path: path || deployment, file: `environments/${environment}/environment.ts` };
}

export function repositoryMissing(image: PlannedImage, owner: string): FleetError {
  return new FleetError({
    code: 'repository-missing',
    ...at(image),
    value: image.repositoryName,
    rule: `an image is pushed to a repository that exists (account ${image.registry.account}, ${image.registry.region})`,
    fix: `deploy the foundation first: nx run ${owner}:deploy makes the repositories, then stops and asks for the images`,
  });
}

export function tagTaken(image: PlannedImage, found: string): FleetError {
  const { region } = image.registry;
  return new FleetError({
    code: 'image-tag-taken',
    ...at(image),
    value: `${imageName(image)}: ${found}`,
    rule: `a tag never changes its image, and this one has to hold ${describe(image)}`,
    fix: `where nothing runs it: aws ecr batch-delete-image --region ${region} --repository-name ${image.repositoryName} --image-ids imageTag=${image.tag}; then push again`,
  });
}

export function unusable(image: PlannedImage, found: string, fix: string): FleetError {
  return new FleetError({
    code: 'image-unusable',
    ...at(image),
    value: `${imageName(image)}: ${found}`,
    rule: `an image is for one architecture, no index, and this one has to hold ${describe(image)}`,
    fix,
  });
}

export function pushFailed(image: PlannedImage, value: string): FleetError {
  return new FleetError({
    code: 'image-push-failed',
    ...at(image),
    value: `${imageName(image)}: ${value}`,
    rule: 'the registry takes the image',
    fix: 'mend what the message says and push again: what is pushed already is not pushed twice',
  });
}

/** What lacks in a registry that is not ours to push into. */
export function foreign(
  image: PlannedImage,
  owner: Exclude<RegistryOwner, 'self'>,
  account: string | undefined,
): FleetError {
  const mine = `nx run ${image.environment}:push`;
  const other = 'environment' in owner;
  return new FleetError({
    code: 'registry-foreign',
    ...at(image),
    value: imageName(image),
    rule: other
      ? `the registry is that of environment ${owner.environment}, which alone pushes into it`
      : `the registry is that of account ${owner.account}, and only its credentials push into it; these are of ${account ?? 'none'}`,
    fix: other
      ? `nx run ${owner.environment}:push, then ${mine}, which writes the pin`
      : `${mine} with credentials of account ${owner.account} (AWS_PROFILE)`,
  });
}

export function twoImages(image: PlannedImage, other: PlannedImage): FleetError {
  return new FleetError({
    code: 'image-architecture-differs',
    ...at(image),
    value: image.architecture,
    rule: `images.json pins one image of ${image.repositoryName}, and ${other.path} runs it on ${other.architecture}`,
    fix: `write architecture: '${other.architecture}' here too, or move one of them to another environment`,
  });
}

export function accountDiffers(environment: string, wanted: string, got: string): FleetError {
  return new FleetError({
    code: 'account-differs',
    path: 'aws.account',
    file: `environments/${environment}/environment.ts`,
    value: `credentials of ${got}`,
    rule: `images of this environment are pushed with credentials of its own account, ${wanted}`,
    fix: 'use credentials of that account; aws sts get-caller-identity shows who you are',
  });
}

function describe({ architecture, contents }: PlannedImage): string {
  const held = Object.entries(contents).map(([server, content]) => `${server} ${content}`);
  return `${held.join(', ')} for ${architecture}`;
}
