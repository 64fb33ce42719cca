import type { Verb } from '../verb';

export const pinBases: Verb = {
  call: 'pin-bases',
  says: 'Writes the digests of the base images into the Dockerfiles',
  flags: [{ flags: '--check', says: 'only report which are stale; exit code 2 if one is' }],
  example: 'mcp-fleet pin-bases --check',
  run: async (argv) => (await import('mcp-fleet/commands/images')).main(['pin-bases', ...argv]),
};
