'use strict';
/** What every command needs first: a Node that is new enough, and the packages of the lock file. Bare Node only. */
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const OLDEST_NODE = 20;
const root = resolve(__dirname, '../..');

/** Installs packages when they are missing or not those of the lock file; ends the process where that fails. */
function setUp() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    fail(`mcp-fleet needs Node ${OLDEST_NODE} or newer; this is ${process.version}. See https://nodejs.org`);
  }
  if (isInstalled()) return;

  console.error('Installing packages (npm ci); this takes about a minute, once.');
  // It has said what is wrong.
  if (run(process.execPath, [join(__dirname, 'install-packages.cjs')]) !== 0) process.exit(1);
}

/** npm writes down what it installed, in the form of the lock file. What is optional may be for another machine. */
function isInstalled() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = packagesOf(installedFile);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(([folder, wanted]) => {
    const found = installed[folder];
    if (folder === '') return true;
    if (found === undefined) return Boolean(wanted.optional || wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/** Runs a command in the root with our own input and output; returns its exit code. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) fail(`${command} did not start: ${error.message}`);
  return status ?? 1;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

module.exports = { root, run, setUp };
