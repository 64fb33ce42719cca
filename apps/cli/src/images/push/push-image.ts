import type { FleetError } from '@mcp-fleet/core';
import type { Engine } from '../engine/engine';
import { EngineFailure } from '../engine/engine';
import { readContents } from '../registry/contents';
import { isIndexType } from '../registry/manifest';
import type { Registry } from './open-registry';
import type { PlannedImage } from './planned-image';
import { imageName } from './planned-image';
import { pushFailed, tagTaken, unusable } from './problems';
import type { RemoteImage } from './remote-image';
import { differenceOf, lookUp } from './remote-image';

type Present = Extract<RemoteImage, { kind: 'present' }>;

/**
 * Pushes one image and looks at what the registry then has.
 *
 * @param local what the engine calls the image.
 * @throws FleetError
 */
export async function pushImage(
  engine: Engine,
  registry: Registry,
  image: PlannedImage,
  local: string,
): Promise<Present> {
  await checkLocal(engine, image, local);
  const remote = `${registry.host}/${imageName(image)}`;
  await engine.run(['tag', local, remote]);
  try {
    // docker takes a registry on this computer for insecure by itself.
    const insecure = registry.plain && engine.name === 'podman' ? ['--tls-verify=false'] : [];
    await engine.stream(['push', ...insecure, remote]);
  } catch (error) {
    if (error instanceof EngineFailure) throw explain(image, error);
    throw error;
  } finally {
    // The name in the registry was for the push alone: the image keeps its local one.
    await engine.run(['image', 'rm', remote]).catch(() => undefined);
  }
  const there = await lookUp(registry.client, image);
  if (there.kind === 'present') return there;
  if (there.kind !== 'other') throw pushFailed(image, 'pushed, and the registry does not have it');
  throw there.isIndex ? unusable(image, there.found, indexFix(image)) : tagTaken(image, there.found);
}

/** An immutable tag is taken once and for all: what is wrong is found before. */
async function checkLocal(engine: Engine, image: PlannedImage, local: string): Promise<void> {
  const { stdout } = await engine.run(['image', 'inspect', local]);
  const [found] = JSON.parse(stdout) as {
    Architecture?: string;
    Config?: { Labels?: Record<string, string> | null };
    Descriptor?: { mediaType?: string };
  }[];
  const again = `build it again: nx run ${image.environment}:images --rebuild`;
  if (isIndexType(found?.Descriptor?.mediaType ?? '')) {
    throw unusable(image, 'an index, because it was built with attestations or for several platforms', again);
  }
  const contents = readContents(found?.Config?.Labels);
  const difference = differenceOf(image, found?.Architecture ?? '', contents);
  if (difference !== undefined) throw unusable(image, difference, again);
}

/** The engine's last words sort its failures; its whole output has been on the terminal. */
function explain(image: PlannedImage, { stderr, exitCode }: EngineFailure): FleetError {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  if (/immutable|tag .*already exists/i.test(stderr))
    return tagTaken(image, 'pushed by somebody else just now');
  return pushFailed(image, last || `the engine ended with exit code ${exitCode}`);
}

function indexFix({ registry, repositoryName, tag, environment }: PlannedImage): string {
  return `aws ecr batch-delete-image --region ${registry.region} --repository-name ${repositoryName} --image-ids imageTag=${tag}; then MCP_FLEET_ENGINE=podman nx run ${environment}:push, or docker without its containerd image store`;
}
