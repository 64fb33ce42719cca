import type { Verb } from '../verb';
import { ROOT } from '../verb';

export const image: Verb = {
  call: 'image <server>',
  says: 'Builds the image of a server, or of the router, and checks it',
  flags: [
    { flags: '--architecture <name>', says: 'arm64 or x86_64', standard: 'this computer' },
    { flags: '--rebuild', says: 'build even if the image exists' },
    { flags: '--lock', says: 'write package-lock.json or constraints.txt beside the manifest' },
    ROOT,
  ],
  example: 'mcp-fleet image gitlab',
  run: async (argv) => (await import('mcp-fleet/commands/images')).main(['image', ...argv]),
};
