import type { Verb } from '../verb';

export const serve: Verb = {
  call: 'serve <server>',
  says: 'Runs a server behind the router on this computer; its inputs come from .env',
  flags: [
    { flags: '--port <port>', says: 'on 127.0.0.1', standard: '8080' },
    { flags: '--image', says: 'from the image, which is built if it is missing' },
    { flags: '--processes', says: 'as plain processes' },
    { flags: '--quick', says: 'as processes if this computer can, else from the image' },
    { flags: '--check', says: 'start it, check it as smoke does, and end' },
    { flags: '--logs', says: 'show every line of the router and the server' },
    { flags: '--root <folder>', says: 'holds servers/ and apps/router', standard: '.' },
  ],
  example: 'mcp-fleet serve gitlab --port 9000',
  run: async (argv) => (await import('mcp-fleet/commands/serve')).main(argv),
};
