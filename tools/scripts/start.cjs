'use strict';
/**
 * npm start: from a fresh clone to the Terraform of an environment, `dev` unless ENVIRONMENT names another, and a page
 * that shows it, and what to run to see a server at work.
 */
const { spawnSync } = require('node:child_process');
const { run, setUp } = require('./set-up.cjs');

setUp();
const typescript = ['-C', '@mcp-fleet/source', '-r', './apps/fleet/typescript-hook.cjs'];
const synth = ['apps/fleet/src/cli.ts', 'synth', process.env.ENVIRONMENT || 'dev', '--page'];
process.exitCode = run(process.execPath, [...typescript, ...synth, ...process.argv.slice(2)]);
if (process.exitCode === 0) console.log(`\n${offer()}`);

/** One line: how a server is tried here, or what this computer lacks for it. */
function offer() {
  const go = /go(\d+)\.(\d+)/.exec(said('go', ['env', 'GOVERSION']) ?? '');
  const isNew = go && (Number(go[1]) > 1 || Number(go[2]) >= 25);
  const engines = [
    ['docker', ['version']],
    ['podman', ['info']],
  ];
  if (isNew || engines.some(([name, args]) => said(name, args) !== undefined)) {
    return 'Try a server on this computer, without AWS: npm run try';
  }
  const lacks = go ? `Go 1.25 (this is ${go[0].slice(2)})` : 'Go 1.25 or newer (https://go.dev/dl)';
  return `To try a server on this computer, install ${lacks}, or start docker or podman; then: npm run try`;
}

/** What a program prints; undefined where it is missing or fails. */
function said(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 5_000 });
  return status === 0 ? stdout : undefined;
}
