import { FleetError, FleetErrors } from '@mcp-fleet/core';
import type { ImagePins } from '@mcp-fleet/environment';
import { formatImagePins, parseImagePins } from '@mcp-fleet/environment';
import { existsSync, readFileSync } from 'node:fs';
import { replaceFile } from '../replace-file';

/** The pins in a file; none where there is no file. @throws FleetErrors `images-unreadable`. */
export function readPins(file: string, shown: string): ImagePins {
  if (!existsSync(file)) return {};
  const { pins, errors } = parse(readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new FleetErrors(errors.map((error) => error.inFile(shown)));
  return pins;
}

function parse(text: string): ReturnType<typeof parseImagePins> {
  try {
    return parseImagePins(JSON.parse(text));
  } catch (error) {
    const syntax = new FleetError({
      code: 'images-unreadable',
      path: '',
      value: (error as Error).message,
      rule: 'images.json is JSON, and a push keeps the pins of other images in it',
      fix: 'correct it, or take it from the last commit',
    });
    return { pins: {}, errors: [syntax] };
  }
}

/**
 * Puts the pins into the file beside those of other repositories: all of it or nothing, and not at all where nothing
 * changes.
 *
 * @returns the repositories whose pins changed.
 */
export function writePins(file: string, shown: string, pins: ImagePins): string[] {
  const before = readPins(file, shown);
  const after = { ...before, ...pins };
  const changed = Object.keys(pins).filter(
    (key) => formatImagePins(pick(before, key)) !== formatImagePins(pick(after, key)),
  );
  if (changed.length > 0) replaceFile(file, formatImagePins(after));
  return changed.sort();
}

function pick(pins: ImagePins, key: string): ImagePins {
  const pin = pins[key];
  return pin ? { [key]: pin } : {};
}
