import type { Verb } from '../verb';

export const tryVerb: Verb = {
  call: 'try [server]',
  says: 'Runs a server as quickly as this computer can; everything if none is named',
  flags: [
    { flags: '--port <port>', says: 'on 127.0.0.1', standard: '8080' },
    { flags: '--image', says: 'from the image, which is built if it is missing' },
    { flags: '--processes', says: 'as plain processes' },
    { flags: '--check', says: 'start it, check it as smoke does, and end' },
    { flags: '--logs', says: 'show every line of the router and the server' },
    { flags: '--root <folder>', says: 'holds servers/ and apps/router', standard: '.' },
  ],
  example: 'mcp-fleet try',
  run: async (argv) => {
    const { main } = await import('mcp-fleet/commands/serve');
    const named = argv.indexOf('--') < argv.length - 1;
    return main(['--quick', ...argv, ...(named ? [] : ['everything'])]);
  },
};
