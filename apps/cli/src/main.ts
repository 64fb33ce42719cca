import { describeFailure } from '@mcp-fleet/core';
import { exitCodes } from '@mcp-fleet/terminal';
import { main } from './program';

/** Commands that talk to servers end at once: connections that are kept alive must not hold the process. */
const ENDS_AT_ONCE = ['serve', 'smoke', 'try', 'verify'];

// `mcp-fleet ops dev | head`: who reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.ok);
});

const argv = process.argv.slice(2);
main(argv)
  .catch((error: unknown) => {
    process.stderr.write(`${describeFailure(error, Boolean(process.env['MCP_FLEET_DEBUG']))}\n`);
    return exitCodes.failed;
  })
  .then((code) => {
    if (ENDS_AT_ONCE.includes(argv[0] ?? '')) process.exit(code);
    process.exitCode = code;
  });
