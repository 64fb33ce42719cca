import { FleetError } from '@mcp-fleet/core';
import type { FleetPlan, ImagePlan } from '@mcp-fleet/plan';
import type { Cloud } from './cloud';

/** Digests of the examples, which are visibly made up. */
const FAKE_DIGEST = /^sha256:([0-9a-f])\1{63}$/;

/** An image, and the first function that runs it. */
interface Use {
  readonly image: ImagePlan;
  readonly path: string;
}

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
  plan: FleetPlan,
  cloud: Pick<Cloud, 'hasImage'>,
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

function usesOf(plan: FleetPlan, stacks?: readonly string[]): Use[] {
  const uses = new Map<string, Use>();
  for (const { name, stack, functions } of Object.values(plan.deployments)) {
    if (stacks !== undefined && !stacks.includes(stack)) continue;
    for (const [key, { image }] of Object.entries(functions)) {
      const id = `${image.repositoryName} ${image.digest ?? image.tag}`;
      const path = `deployments.${name}${key.includes('--') ? '' : `.servers.${key}`}`;
      if (!uses.has(id)) uses.set(id, { image, path });
    }
  }
  return [...uses.values()];
}

function fakePin(plan: FleetPlan, { image, path }: Use): FleetError[] {
  return [
    new FleetError({
      code: 'image-pin-fake',
      path,
      value: `${image.repositoryName}@${image.digest}`,
      rule: 'the pins in images.json are digests of images that were pushed; this one is an example',
      fix: `${pushCommand(owner(plan, image))} pushes the image and writes its digest`,
    }),
  ];
}

function missing(plan: FleetPlan, { image, path }: Use): FleetError {
  const { repositoryName, digest, tag, registry } = image;
  return new FleetError({
    code: 'image-missing',
    path,
    value: digest === undefined ? `${repositoryName}:${tag}` : `${repositoryName}@${digest}`,
    rule:
      digest === undefined
        ? `an image is in its repository before a function runs it (account ${registry.account}, ${registry.region})`
        : `a pin in images.json is the digest of an image that is in its repository (account ${registry.account}, ${registry.region})`,
    fix: pushCommand(owner(plan, image)),
  });
}

/** The environment that pushes the image: its name is in the repository's, unless the registry is another's. */
function owner({ environment }: FleetPlan, { repositoryName }: ImagePlan): string {
  return /^mcp-servers\/([a-z][a-z0-9]*)\//.exec(repositoryName)?.[1] ?? environment;
}
