import { exitCodes } from '@mcp-fleet/terminal';
import { parseArgs } from 'node:util';
import { initFleet } from '../init/init-fleet';
import type { Verb } from '../verb';

export const init: Verb = {
  call: 'init [folder]',
  says: 'Writes a new fleet: one environment, one server, and what npm, cdktf and the editor read',
  example: 'mcp-fleet init acme-fleet',
  run: (argv) => {
    const { positionals } = parseArgs({
      args: [...argv],
      options: { debug: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [folder] = positionals;
    const made = initFleet(folder === undefined ? {} : { folder });
    const enter = folder === undefined ? '' : `cd ${folder} && `;
    process.stdout.write(
      `${made.files.map((file) => `  ${file}`).join('\n')}\n\nNext: ${enter}npm install && npx mcp-fleet synth dev\n`,
    );
    return Promise.resolve(exitCodes.ok);
  },
};
