'use strict';
/** Preloaded into a measured process: when that ends, its peak memory in KiB is in the file that we name. */
const { writeFileSync } = require('node:fs');

const file = process.env.MCP_FLEET_BENCH_MEMORY;
process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
