'use strict';
/** Runs a shell command that needs Go; where Go is missing it says so in one line and passes, but never in CI. */
const { spawnSync } = require('node:child_process');

const OLDEST_GO = [1, 25];
const [command] = process.argv.slice(2);

const { error, stdout = '' } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
const [major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number);
if (error || major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1])) {
  console.log(`Skipped, it needs Go ${OLDEST_GO.join('.')} or newer: ${command}`);
  process.exit(process.env.CI ? 1 : 0);
}
const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
process.exit(status ?? 1);
