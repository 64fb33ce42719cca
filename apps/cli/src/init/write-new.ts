import { FleetError, FleetErrors } from '@mcp-fleet/core';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TemplateFile } from './template';

/** The command that writes, for its errors. */
interface Writer {
  readonly command: string;
  /** What to do where a file is in the way. */
  readonly another: string;
}

/** An error of code `output-unwritable` for each file that is there already, and for a folder that is a file. */
export function inTheWay(folder: string, files: readonly TemplateFile[], by: Writer): FleetError[] {
  const notAFolder = existsSync(folder) && !statSync(folder).isDirectory();
  return [
    ...(notAFolder ? [fileInPlaceOf(folder)] : []),
    ...files.filter(({ path }) => existsSync(join(folder, path))).map(({ path }) => taken(path, by)),
  ];
}

/**
 * Writes files that do not exist yet, with their folders.
 *
 * @throws FleetErrors with code `output-unwritable`
 */
export function writeNew(folder: string, files: readonly TemplateFile[]): void {
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      // Two runs at once must not mix their files.
      writeFileSync(join(folder, path), text, { flag: 'wx' });
    }
  } catch (error) {
    throw new FleetErrors([unwritable(folder, error as NodeJS.ErrnoException)]);
  }
}

function taken(path: string, { command, another }: Writer): FleetError {
  return new FleetError({
    code: 'output-unwritable',
    path,
    value: 'a file that is there already',
    rule: `${command} overwrites nothing`,
    fix: another,
  });
}

function fileInPlaceOf(folder: string): FleetError {
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
    fix: 'name another folder, or make this one writable',
  });
}
