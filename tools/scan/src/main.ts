import { FleetErrors, formatReport } from '@mcp-fleet/core';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAccepted } from './accepted';
import { runCheckov, systemPython } from './checkov';
import { judge } from './judge';
import { failures, report } from './report';
import { ScanError } from './scan-error';
import { readStacks } from './stacks';
import { synthAll } from './synth-all';

const FOLDER = join(__dirname, '..');
const ROOT = join(FOLDER, '../..');

function main(): void {
  if (systemPython() === undefined && process.env['CI'] !== 'true') {
    console.log('SKIPPED: the scan needs python3 (with CI=true its absence is a failure).');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-scan-'));
  try {
    const accepted = parseAccepted(readFileSync(join(FOLDER, 'accepted.json'), 'utf8'));
    const bad = synthAll(ROOT, folder);
    const scan = runCheckov(folder, join(folder, 'scan.json'), console.log);
    const verdict = judge(readStacks(folder), scan, accepted, bad);
    console.log(report(verdict));
    process.exitCode = failures(verdict) === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  if (error instanceof FleetErrors) console.error(formatReport(error.errors));
  else if (error instanceof ScanError) console.error(error.message);
  else throw error;
  process.exitCode = 1;
}
