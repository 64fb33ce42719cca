'use strict';
/** npm run emulator -- [--port N] [--account A] [--region R] [--log FILE]: an emulator to play with, until Ctrl-C. */
const { parseArgs } = require('node:util');
const { EmulatorError, startEmulator } = require('./emulator.cjs');

const USAGE = 'npm run emulator -- [--port N] [--account 12-digits] [--region R] [--log FILE]';

main().catch((error) => {
  if (!(error instanceof EmulatorError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
});

async function main() {
  let stopped = false;
  let emulator;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      stopped = true;
      void emulator?.stop();
    });
  }
  emulator = await startEmulator({ ...options(), log: console.log });
  if (stopped) {
    await emulator.stop();
    return;
  }
  const { account, region, url } = emulator;
  console.log(
    `\nAWS of account ${account} in ${region}, empty, at ${url}. Ctrl-C ends it. In another terminal:\n`,
  );
  console.log(`  unset ${emulator.unset.join(' ')}`);
  for (const [name, value] of Object.entries(emulator.env)) {
    console.log(`  export ${name}=${value}`);
  }
  console.log(`\nWhat exists: ${url}/moto-api/live.json`);
  await emulator.ended;
  if (!stopped) {
    throw new EmulatorError('The emulator ended by itself; start it with --log FILE to see why.');
  }
}

function options() {
  let values;
  try {
    const string = { type: 'string' };
    const known = { port: string, account: string, region: string, log: string };
    ({ values } = parseArgs({ options: known }));
  } catch (error) {
    throw new EmulatorError(`${error.message.split('\n')[0]} Usage: ${USAGE}`);
  }
  const { port, log, ...rest } = values;
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) <= 65535)) {
    throw new EmulatorError(`--port ${port}: a port is a number up to 65535. Usage: ${USAGE}`);
  }
  return { ...rest, ...(port && { port: Number(port) }), ...(log && { logFile: log }) };
}
