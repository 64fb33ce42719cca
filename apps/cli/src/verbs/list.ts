import { FleetErrors } from '@mcp-fleet/core';
import { exitCodes } from '@mcp-fleet/terminal';
import { parseArgs } from 'node:util';
import type { Verb } from '../verb';
import { JSON_FLAG, ROOT } from '../verb';

const options = {
  root: { type: 'string' },
  json: { type: 'boolean' },
  debug: { type: 'boolean' },
} as const;

export const list: Verb = {
  call: 'list',
  says: 'Lists the environments with their deployments',
  flags: [JSON_FLAG, ROOT],
  example: 'mcp-fleet list --json',
  run: async (argv) => {
    const { loadFleet } = await import('@mcp-fleet/fleet');
    const { root, json } = parseArgs({ args: [...argv], options, allowPositionals: true }).values;
    const { environments, errors } = loadFleet(root ? { root } : {}).environments;
    const found = environments.map(({ name, deployments }) => ({
      name,
      deployments: Object.keys(deployments),
    }));
    const lines = found.map(({ name, deployments }) => `${name}: ${deployments.join(', ')}`);
    if (found.length > 0)
      process.stdout.write(`${json ? JSON.stringify(found, null, 2) : lines.join('\n')}\n`);
    if (errors.length > 0) process.stderr.write(`${new FleetErrors(errors).message}\n`);
    return errors.length > 0 ? exitCodes.failed : exitCodes.ok;
  },
};
