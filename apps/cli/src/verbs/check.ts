import type { Verb } from '../verb';
import { ROOT } from '../verb';

export const check: Verb = {
  call: 'check <server>',
  says: 'Checks the image of a server again, and the Dockerfiles',
  flags: [{ flags: '--architecture <name>', says: 'arm64 or x86_64', standard: 'this computer' }, ROOT],
  example: 'mcp-fleet check gitlab',
  run: async (argv) => (await import('mcp-fleet/commands/images')).main(['check', ...argv]),
};
