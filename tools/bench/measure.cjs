'use strict';
const { spawnSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const USAGE_HOOK = join(__dirname, 'report-usage.cjs');

/**
 * Runs a Node command once.
 *
 * @param {{ args: string[], cwd: string, env?: Record<string, string> }} command arguments after `node`
 * @param {string} scratch an existing folder to write to
 * @returns {{ wallMs: number, cpuMs: number, memoryMiB: number, timings: Record<string, number> }}
 */
function measure({ args, cwd, env = {} }, scratch) {
  const usageFile = join(scratch, 'usage.json');
  const started = process.hrtime.bigint();
  const { status, stderr, stdout } = spawnSync(process.execPath, ['-r', USAGE_HOOK, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env, MCP_FLEET_TIMINGS: '1', MCP_FLEET_BENCH_USAGE: usageFile },
  });
  const wallMs = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
  const { maxRSS, systemCPUTime, userCPUTime } = JSON.parse(readFileSync(usageFile, 'utf8'));
  const cpuMs = (userCPUTime + systemCPUTime) / 1000;
  return { wallMs, cpuMs, memoryMiB: maxRSS / 1024, timings: timingsIn(stderr) };
}

/** The line `{"timings":{…}}` that our own command prints when asked; other commands print none. */
function timingsIn(stderr) {
  const line = stderr.split('\n').find((text) => text.startsWith('{"timings"'));
  return line === undefined ? {} : JSON.parse(line).timings;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

module.exports = { measure, median };
