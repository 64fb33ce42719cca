import { FleetError } from '@mcp-fleet/core';

const LONGEST_KEY = 40;

/** An error of code `manifest-invalid` where the name of a server's folder is none; `folder` is its path. */
export function badKey(key: string, folder: string): FleetError[] {
  if (/^[a-z](-?[a-z0-9])*$/.test(key) && key.length <= LONGEST_KEY) return [];
  return [
    new FleetError({
      code: 'manifest-invalid',
      file: folder,
      path: '',
      value: key,
      rule: `the folder's name is the server's key: small letters, digits and single hyphens, beginning with a letter, at most ${LONGEST_KEY} characters`,
      fix: 'rename the folder',
    }),
  ];
}
