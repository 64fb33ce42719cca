import { throwIfAny } from '@mcp-fleet/core';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { packageName, templateFiles, type TemplateValues } from './template';
import { inTheWay, writeNew } from './write-new';

/** Where a new fleet goes. */
export interface InitFleetProps {
  /** Folder of the fleet; made where it is missing. @default the working folder */
  readonly folder?: string;
}

/** What was written. */
export interface NewFleet {
  readonly folder: string;
  /** Paths in the folder, sorted. */
  readonly files: readonly string[];
}

/**
 * Writes a fleet that works into a folder: one environment, one server, and what npm, cdktf and the editor read.
 *
 * @throws FleetErrors with code `output-unwritable` for each file that is there already; nothing is written then.
 */
export function initFleet(props: InitFleetProps = {}): NewFleet {
  const folder = resolve(props.folder ?? '.');
  const files = templateFiles({ name: packageName(folder), ...versions() });
  const by = { command: 'init', another: 'name an empty folder: mcp-fleet init <folder>' };
  throwIfAny(inTheWay(folder, files, by));
  writeNew(folder, files);
  return { folder, files: files.map(({ path }) => path) };
}

/** Versions that this package was made with: the fleet gets the same. */
function versions(): Omit<TemplateValues, 'name'> {
  const own = JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8')) as {
    version: string;
    initVersions: Omit<TemplateValues, 'name' | 'version'>;
  };
  return { version: `^${own.version}`, ...own.initVersions };
}
