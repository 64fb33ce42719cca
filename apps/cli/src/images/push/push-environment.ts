import type { FleetError } from '@mcp-fleet/core';
import { throwIfAny } from '@mcp-fleet/core';
import type { ImagePins } from '@mcp-fleet/environment';
import type { Engine } from '../engine/engine';
import { ErrorList, together } from '../together';
import type { Registry } from './open-registry';
import { readPins, writePins } from './pins-file';
import type { PushPlan } from './plan-push';
import type { PlannedImage } from './planned-image';
import { imageName } from './planned-image';
import { accountDiffers, foreign, repositoryMissing, tagTaken, twoImages, unusable } from './problems';
import { pushImage } from './push-image';
import type { RemoteImage } from './remote-image';
import { lookUp } from './remote-image';

export interface PushEnvironmentProps {
  readonly plan: PushPlan;
  /** images.json of the environment. */
  readonly pinsFile: string;
  /** The same file, as messages name it. */
  readonly shownPinsFile: string;
  readonly registry: Registry;
  /** Finds the engine: asked for only where something has to be pushed. */
  readonly engine: () => Promise<Engine>;
  /** Makes the image exist on this computer, building it where it lacks, and says what the engine calls it. */
  readonly build: (engine: Engine, image: PlannedImage) => Promise<string>;
  /** Says how it goes. */
  readonly say: (line: string) => void;
}

type Present = Extract<RemoteImage, { kind: 'present' }>;

/** An image and what the registry has of it. */
interface Found {
  readonly image: PlannedImage;
  readonly remote: RemoteImage;
}

/**
 * Brings the images of an environment into its registry and writes their digests into images.json.
 *
 * First everything is looked at, so that one run says all that is wrong; then what lacks is built and pushed; then each
 * image gets the tag that keeps it from the lifecycle of its repository; the pins are written last, all or none.
 *
 * @throws FleetErrors
 */
export async function pushEnvironment(props: PushEnvironmentProps): Promise<void> {
  const { plan, registry, say } = props;
  readPins(props.pinsFile, props.shownPinsFile);
  throwIfAny([...otherAccount(plan, registry), ...contested(plan)]);
  for (const other of plan.leftOut) {
    say(`The images of ${other} are left out: its files have errors, which nx run ${other}:push says.`);
  }
  const found = await lookAtAll(props);
  throwIfAny(found.flatMap((one) => problemOf(props, one)));
  const present = await pushMissing(props, found);
  const pinned = plan.images.map((image) => ({ image, remote: present.get(imageName(image)) as Present }));
  await together(pinned, ({ image, remote }) => keep(registry, plan.environment, image, remote));
  sayPins(props, writePins(props.pinsFile, props.shownPinsFile, pinsOf(pinned)));
}

function otherAccount({ environment, aws, owner }: PushPlan, { account }: Registry): FleetError[] {
  const differs = owner === 'self' && account !== undefined && account !== aws.account;
  return differs ? [accountDiffers(environment, aws.account, account)] : [];
}

/** images.json has one pin a repository: two images of one server cannot both be pinned. */
function contested({ images }: PushPlan): FleetError[] {
  const first = new Map<string, PlannedImage>();
  return images.flatMap((image) => {
    const other = first.get(image.repositoryName);
    if (other === undefined) first.set(image.repositoryName, image);
    return other ? [twoImages(image, other)] : [];
  });
}

function lookAtAll({ plan, registry }: PushEnvironmentProps): Promise<Found[]> {
  return together([...plan.images, ...plan.forOthers], async (image) => ({
    image,
    remote: await lookUp(registry.client, image),
  }));
}

function problemOf({ plan, registry }: PushEnvironmentProps, { image, remote }: Found): FleetError[] {
  const { owner } = plan;
  if (remote.kind === 'other') {
    return [
      remote.isIndex ? unusable(image, remote.found, deleteFirst(image)) : tagTaken(image, remote.found),
    ];
  }
  if (remote.kind === 'present') return [];
  const mayPush =
    owner === 'self' || ('account' in owner && (registry.plain || owner.account === registry.account));
  if (!mayPush) return [foreign(image, owner, registry.account)];
  // A plain registry makes a repository with its first image.
  if (remote.kind === 'no-repository' && !registry.plain) return [repositoryMissing(image, plan.environment)];
  return [];
}

function deleteFirst({ registry, repositoryName, tag, environment }: PlannedImage): string {
  return `aws ecr batch-delete-image --region ${registry.region} --repository-name ${repositoryName} --image-ids imageTag=${tag}; then nx run ${environment}:push`;
}

/** Builds and pushes the missing images one after the other, and returns all images that are then in the registry. */
async function pushMissing(
  { registry, engine: findEngine, build, say }: PushEnvironmentProps,
  found: readonly Found[],
): Promise<Map<string, Present>> {
  const present = new Map<string, Present>();
  for (const { image, remote } of found) {
    if (remote.kind !== 'present') continue;
    say(`${imageName(image)} is in the registry with the same contents: nothing to push`);
    present.set(imageName(image), remote);
  }
  const missing = found.filter(({ image }) => !present.has(imageName(image)));
  if (missing.length === 0) return present;
  const engine = await findEngine();
  const errors = new ErrorList();
  const built: { image: PlannedImage; local: string }[] = [];
  for (const { image } of missing) {
    const local = await errors.collect(() => build(engine, image));
    if (local !== undefined) built.push({ image, local });
  }
  errors.throwIfAny();
  await registry.logIn(engine);
  for (const { image, local } of built) {
    const pushed = await errors.collect(() => pushImage(engine, registry, image, local));
    if (pushed === undefined) continue;
    present.set(imageName(image), pushed);
    say(`${imageName(image)} pushed: ${pushed.manifest.digest}`);
  }
  errors.throwIfAny();
  return present;
}

/** Tag by which the lifecycle of the repository knows that the environment runs the image. */
export function deployedTag(environment: string, digest: string): string {
  return `deployed-${environment}-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`;
}

async function keep(
  { client }: Registry,
  environment: string,
  { repositoryName }: PlannedImage,
  { manifest }: Present,
): Promise<void> {
  const tag = deployedTag(environment, manifest.digest);
  // Tags are immutable: giving it again, even to the same image, is refused.
  const there = await client.manifest(repositoryName, tag);
  if (typeof there === 'string') await client.addTag(repositoryName, manifest, tag);
}

function pinsOf(pinned: readonly { image: PlannedImage; remote: Present }[]): ImagePins {
  return Object.fromEntries(
    pinned.map(({ image: { repositoryName, tag, architecture }, remote: { manifest, contents } }) => [
      repositoryName,
      { digest: manifest.digest, tag, architecture, contents },
    ]),
  );
}

function sayPins({ plan, shownPinsFile, say }: PushEnvironmentProps, changed: readonly string[]): void {
  if (changed.length === 0) {
    say(`${shownPinsFile} is as it was`);
    return;
  }
  say(`${shownPinsFile}: ${changed.join(', ')}`);
  say(
    `Commit it; nx run ${plan.environment}:deploy then runs ${changed.length === 1 ? 'this image' : 'these images'}.`,
  );
}
