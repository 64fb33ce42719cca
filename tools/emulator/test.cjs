'use strict';
/** The target `test`: pytest in the emulator's own environment. Arguments go to pytest. */
const { spawnSync } = require('node:child_process');
const { EmulatorError, ensureVenv, systemPython } = require('./emulator.cjs');

main().catch((error) => {
  if (!(error instanceof EmulatorError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
});

async function main() {
  if (systemPython() === undefined && process.env.CI !== 'true') {
    console.log('SKIPPED: the tests of the emulator need python3 (with CI=true its absence is a failure).');
    return;
  }
  const python = await ensureVenv(console.log);
  const { status } = spawnSync(python, ['-m', 'pytest', ...process.argv.slice(2)], {
    cwd: __dirname,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
