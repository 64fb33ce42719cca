import { FleetError } from '@mcp-fleet/core';
import type { AwsFleetPlan, ImagePlan, ImageUse } from '@mcp-fleet/plan';
import { imageUses } from '@mcp-fleet/plan';
import type { GateCloud } from './cloud';

/** Digests of the examples, which are visibly made up. */
const FAKE_DIGEST = /^sha256:([0-9a-f])\1{63}$/;

/** Command that builds and pushes the images of an environment. */
export function pushCommand(environment: string): string {
  return `nx run ${environment}:push`;
}

/**
 * Images that a deploy would not find: a made-up pin, or a digest or tag that its repository does not hold.
 *
 * @param stacks only the images of these stacks @default - all
 */
export async function missingImages(
  plan: AwsFleetPlan,
  cloud: Pick<GateCloud, 'hasImage'>,
  stacks?: readonly string[],
): Promise<FleetError[]> {
  const errors = await Promise.all(
    usesOf(plan, stacks).map(async (use) => {
      if (use.image.digest !== undefined && FAKE_DIGEST.test(use.image.digest)) return fakePin(plan, use);
      return (await cloud.hasImage(use.image)) ? [] : [missing(plan, use)];
    }),
  );
  return errors.flat();
}

/** Each image once, with the first that runs it. */
function usesOf(plan: AwsFleetPlan, stacks?: readonly string[]): ImageUse[] {
  const uses = new Map<string, ImageUse>();
  for (const deployment of Object.values(plan.deployments)) {
    if (stacks !== undefined && !stacks.includes(deployment.stack)) continue;
    for (const use of imageUses(deployment)) {
      const id = `${use.image.repositoryName} ${use.image.digest ?? use.image.tag}`;
      if (!uses.has(id)) uses.set(id, use);
    }
  }
  return [...uses.values()];
}

function fakePin(plan: AwsFleetPlan, { image, path }: ImageUse): FleetError[] {
  return [
    new FleetError({
      code: 'image-pin-fake',
      path,
      value: `${image.repositoryName}@${image.digest}`,
      rule: 'the pins in images.json are digests of images that were pushed; this one is an example',
      fix: pinCommands(plan, image),
    }),
  ];
}

function missing(plan: AwsFleetPlan, { image, path }: ImageUse): FleetError {
  const { repositoryName, digest, tag, registry } = image;
  return new FleetError({
    code: 'image-missing',
    path,
    value: digest === undefined ? `${repositoryName}:${tag}` : `${repositoryName}@${digest}`,
    rule:
      digest === undefined
        ? `an image is in its repository before anything runs it (account ${registry.account}, ${registry.region})`
        : `a pin in images.json is the digest of an image that is in its repository (account ${registry.account}, ${registry.region})`,
    // A tag is looked up; a pin has to be written anew.
    fix: digest === undefined ? pushCommand(owner(plan, image)) : pinCommands(plan, image),
  });
}

/** What writes a pin: this environment's push, after that of the one that owns the registry. */
function pinCommands(plan: AwsFleetPlan, image: ImagePlan): string {
  const from = owner(plan, image);
  const own = pushCommand(plan.environment);
  return from === plan.environment
    ? `${own} pushes the image and writes its digest`
    : `${pushCommand(from)} pushes the image, then ${own} writes its digest`;
}

/** The environment that pushes the image: its name is in the repository's, unless the registry is another's. */
function owner({ environment }: AwsFleetPlan, { repositoryName }: ImagePlan): string {
  return /^mcp-servers\/([a-z][a-z0-9]*)\//.exec(repositoryName)?.[1] ?? environment;
}
