import type { Verb } from '../verb';
import { ROOT } from '../verb';

export const images: Verb = {
  call: 'images <environment>',
  says: 'Builds the images that an environment runs',
  flags: [{ flags: '--rebuild', says: 'build even if the image exists' }, ROOT],
  example: 'mcp-fleet images dev',
  run: async (argv) => (await import('mcp-fleet/commands/images')).main(['images', ...argv]),
};
