import type { Verb } from '../verb';
import { ROOT, STRICT } from '../verb';

export const synth: Verb = {
  call: 'synth [environment]',
  says: 'Turns environment files into Terraform JSON',
  flags: [
    ROOT,
    { flags: '--out <folder>', says: 'where stacks/<stack>/cdk.tf.json goes', standard: 'cdktf.out' },
    STRICT,
    { flags: '--page', says: 'print servers, stacks and what is still open' },
  ],
  example: 'mcp-fleet synth dev --page',
  run: async (argv) => {
    const { main } = await import('@mcp-fleet/fleet');
    main(['synth', ...argv]);
    return Number(process.exitCode ?? 0);
  },
};
