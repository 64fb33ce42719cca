import type { Verb } from '../verb';
import { ROOT } from '../verb';

export const push: Verb = {
  call: 'push <environment>',
  says: 'Builds, checks and pushes the missing images, and pins them in images.json',
  flags: [ROOT],
  example: 'mcp-fleet push dev',
  run: async (argv) => (await import('mcp-fleet/commands/images')).main(['push', ...argv]),
};
