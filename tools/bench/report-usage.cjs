'use strict';
/** Preloaded into a measured process: when that ends, what it used (`process.resourceUsage()`) is in the file that we name. */
const { writeFileSync } = require('node:fs');

const file = process.env.MCP_FLEET_BENCH_USAGE;
process.on('exit', () => writeFileSync(file, JSON.stringify(process.resourceUsage())));
