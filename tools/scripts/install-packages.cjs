'use strict';
/**
 * Installs the packages of the lock file in the current folder, and shows at regular times that it still does. A program
 * of its own, so that setUp() can wait for it without an event loop. Bare Node only.
 *
 * node install-packages.cjs [seconds between two lines]
 */
const { spawn } = require('node:child_process');

const EVERY_SECONDS = Number(process.argv[2] ?? 10);

const windows = process.platform === 'win32';
const npm = windows ? 'npm.cmd' : 'npm';
// npm's own progress bar would be written over these lines.
const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
const started = Date.now();
const child = spawn(npm, ['ci', ...quiet], { stdio: 'inherit', shell: windows });
const timer = setInterval(() => {
  console.error(`Still installing packages, ${Math.round((Date.now() - started) / 1000)} s`);
}, EVERY_SECONDS * 1000);

child.on('error', (error) => end(`${npm} did not start: ${error.message}`));
child.on('exit', (code) => end(code === 0 ? undefined : 'npm ci failed: its message is above.'));

function end(problem) {
  clearInterval(timer);
  if (problem !== undefined) console.error(problem);
  process.exit(problem === undefined ? 0 : 1);
}
