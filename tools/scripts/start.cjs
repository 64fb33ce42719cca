'use strict';
/** npm start: from a fresh clone to the Terraform of the environment `dev` and a page that shows it. */
const { run, setUp } = require('./set-up.cjs');

setUp();
const typescript = ['-C', '@mcp-fleet/source', '-r', './apps/fleet/typescript-hook.cjs'];
const synth = ['apps/fleet/src/cli.ts', 'synth', 'dev', '--page'];
process.exitCode = run(process.execPath, [...typescript, ...synth, ...process.argv.slice(2)]);
