import { join } from 'node:path';
import type { Builder } from '../build/build-image';
import { buildImage } from '../build/build-image';
import { checkBuilt } from '../commands/check';
import { openBuilder } from '../commands/open-builder';
import type { Engine } from '../engine/engine';
import { findEngine } from '../engine/find-engine';
import { specOf } from '../spec/planned';
import { authorizeWithAws } from './aws-registry';
import { openRegistry } from './open-registry';
import { planPush } from './plan-push';
import type { PlannedImage } from './planned-image';
import { pushEnvironment } from './push-environment';

export interface PushCommandProps {
  readonly environment: string;
  /** Folder that holds environments and servers. @default '.' */
  readonly root?: string;
  readonly say: (line: string) => void;
}

/**
 * `push <environment>`: what lacks in its registry is built, checked against the policy and pushed; images.json is
 * written last.
 *
 * @throws FleetErrors
 */
export async function pushCommand({ environment, root = '.', say }: PushCommandProps): Promise<void> {
  const plan = planPush(environment, root);
  const pinsFile = join('environments', environment, 'images.json');
  let builder: Builder | undefined;
  const build = async (engine: Engine, image: PlannedImage): Promise<string> => {
    builder ??= await openBuilder({ root, engine, say });
    const { spec } = await buildImage(builder, specOf(image, plan.catalog));
    await checkBuilt({ engine, folder: builder.logFolder, say }, spec);
    return spec.reference;
  };
  await pushEnvironment({
    plan,
    pinsFile: join(root, pinsFile),
    shownPinsFile: pinsFile,
    registry: await openRegistry(plan.registry, authorizeWithAws),
    engine: findEngine,
    build,
    say,
  });
}
