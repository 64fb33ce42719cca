import { join, resolve } from 'node:path';
import { settingsFrom } from '../build/arguments';
import type { Builder } from '../build/build-image';
import type { Engine } from '../engine/engine';
import { enginePlatform, findEngine } from '../engine/find-engine';

export interface OpenBuilderProps {
  /** Folder that holds environments and servers. @default '.' */
  readonly root?: string;
  /** @default false */
  readonly rebuild?: boolean;
  /** @default - docker or podman, as found */
  readonly engine?: Engine;
  readonly say: (line: string) => void;
}

/**
 * Everything that a build needs beside what is built.
 *
 * @throws FleetError with code `engine-missing` or `engine-not-running`.
 */
export async function openBuilder(props: OpenBuilderProps): Promise<Builder> {
  const root = resolve(props.root ?? '.');
  const engine = props.engine ?? (await findEngine());
  return {
    engine,
    settings: { buildPlatform: await enginePlatform(engine), ...settingsFrom(process.env) },
    serversFolder: join(root, 'servers'),
    logFolder: join(root, 'dist', 'images'),
    ...(props.rebuild ? { rebuild: true } : {}),
    say: props.say,
    done: new Set(),
  };
}
