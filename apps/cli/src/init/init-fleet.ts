import { FleetError, FleetErrors } from '@mcp-fleet/core';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { packageName, templateFiles, type TemplateValues } from './template';

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
  const errors = existsSync(folder) && !statSync(folder).isDirectory() ? [notAFolder(folder)] : [];
  errors.push(...files.filter(({ path }) => existsSync(join(folder, path))).map(({ path }) => taken(path)));
  if (errors.length > 0) throw new FleetErrors(errors);
  try {
    for (const { path, text } of files) write(join(folder, path), text);
  } catch (error) {
    throw new FleetErrors([unwritable(folder, error as NodeJS.ErrnoException)]);
  }
  return { folder, files: files.map(({ path }) => path) };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  // Two runs at once must not mix their files.
  writeFileSync(file, text, { flag: 'wx' });
}

/** Versions that this package was made with: the fleet gets the same. */
function versions(): Omit<TemplateValues, 'name'> {
  const own = JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8')) as {
    version: string;
    initVersions: Omit<TemplateValues, 'name' | 'version'>;
  };
  return { version: `^${own.version}`, ...own.initVersions };
}

function taken(path: string): FleetError {
  return new FleetError({
    code: 'output-unwritable',
    path,
    value: 'a file that is there already',
    rule: 'init overwrites nothing',
    fix: 'name an empty folder: mcp-fleet init <folder>',
  });
}

function notAFolder(folder: string): FleetError {
  return new FleetError({
    code: 'output-unwritable',
    path: folder,
    value: 'a file',
    rule: 'a fleet is a folder',
    fix: 'name a folder that is empty or does not exist yet',
  });
}

function unwritable(folder: string, { code }: NodeJS.ErrnoException): FleetError {
  return new FleetError({
    code: 'output-unwritable',
    path: folder,
    value: code,
    rule: 'a fleet is written into a folder that can be made and written',
    fix: 'name another folder: mcp-fleet init <folder>',
  });
}
