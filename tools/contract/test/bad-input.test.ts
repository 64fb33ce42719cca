import type { ErrorCode } from '@mcp-fleet/core';
import { errorCodes, isSaidAtDeploy, isSaidAtImages, isSaidAtServe, isSaidAtStart } from '@mcp-fleet/core';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { badInputs } from '../src/bad-input';

const hook = join(__dirname, '../../../apps/fleet/typescript-hook.cjs');
const program = join(__dirname, '../src/bad-input/run-all.ts');
const output = execFileSync(process.execPath, ['-C', '@mcp-fleet/source', '-r', hook, program], {
  encoding: 'utf8',
});
const results = JSON.parse(output) as { report: string; written: string[] }[];

test.each(
  badInputs.map((bad, i) => [[bad.code, bad.title].filter(Boolean).join(': '), bad, results[i]] as const),
)('%s', (_, bad, result) => {
  expect(result?.report).toBe(bad.report);
  expect(result?.written).toEqual([]);
  expect(bad.report).toContain(`code  ${bad.code}`);
});

// Those that only Terraform, AWS, an engine or a registry can bring have theirs in tools/*/test.
test('every error code of a synthesis has a case', () => {
  const covered = new Set<string>(badInputs.map(({ code }) => code));
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(
    (code) => !isSaidAtDeploy(code) && !isSaidAtImages(code) && !isSaidAtServe(code) && !isSaidAtStart(code),
  );
  expect(codes.filter((code) => !covered.has(code))).toEqual([]);
});

test('no report has a stack trace or a path of this computer', () => {
  for (const { report } of results) expect(report).not.toMatch(/\n\s+at |\/tmp\/|node_modules|node:internal/);
});
