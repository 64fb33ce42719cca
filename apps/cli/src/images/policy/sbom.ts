import { mkdir } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import type { CheckLine } from './check-line';
import type { FindTool } from './tools';

/** Writes the list of what is in an image as SPDX. Where syft is not installed, a line says so. */
export async function writeSbom(archive: string, file: string, find: FindTool): Promise<CheckLine> {
  const syft = find('syft');
  if (syft === undefined) return { check: 'sbom', text: 'not written: syft not found' };
  await mkdir(dirname(file), { recursive: true });
  const result = await syft.run([`docker-archive:${archive}`, '-o', `spdx-json=${file}`, '-q'], {
    SYFT_CHECK_FOR_APP_UPDATE: 'false',
  });
  const said = result.stderr.trim().split('\n').at(-1);
  const text = result.exitCode === 0 ? relative('.', file) : `not written: syft failed: ${said}`;
  return { check: 'sbom', text };
}
