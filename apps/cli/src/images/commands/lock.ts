import { FleetError } from '@mcp-fleet/core';
import { join } from 'node:path';
import { LOCK_FILES } from '../build/context';
import type { Engine } from '../engine/engine';
import type { ImageSpec } from '../spec/image-spec';

/**
 * Copies what the build noted of the packages in an image beside the manifest, where the next build keeps to it.
 *
 * @returns the file
 * @throws FleetError with code `image-build-failed` where images of this kind note nothing.
 */
export async function writeLock(engine: Engine, spec: ImageSpec, serversFolder: string): Promise<string> {
  const name = LOCK_FILES[spec.kind];
  const key = spec.servers[0]?.key ?? '';
  if (name === undefined) {
    throw new FleetError({
      code: 'image-build-failed',
      path: '--lock',
      value: spec.kind,
      rule: `a lock file is for servers of ${Object.keys(LOCK_FILES).join(' and ')}: others are pinned as they are`,
      fix: 'leave --lock out',
    });
  }
  const { stdout } = await engine.run(['create', '--platform', spec.platform, spec.reference]);
  const container = stdout.trim().split('\n').at(-1) ?? '';
  const file = join(serversFolder, key, name);
  try {
    await engine.run(['cp', `${container}:/app/${key}/${name}`, file]);
  } finally {
    await engine.run(['rm', container]);
  }
  return file;
}
