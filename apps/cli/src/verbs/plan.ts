import type { Verb } from '../verb';
import { JSON_FLAG, OUT, ROOT, STRICT, TERRAFORM } from '../verb';

export const plan: Verb = {
  call: 'plan <environment>',
  says: 'Shows what a deploy would change, stack by stack; also writes plan.md and plan.json',
  flags: [
    { flags: '--detailed-exitcode', says: 'exit code 2 if something changes' },
    STRICT,
    JSON_FLAG,
    ROOT,
    OUT,
    TERRAFORM,
  ],
  example: 'mcp-fleet plan dev --detailed-exitcode',
  run: async (argv) => (await import('mcp-fleet/commands/deploy')).main(['plan', ...argv]),
};
