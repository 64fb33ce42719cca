import { errorCodes } from '@mcp-fleet/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = readFileSync(join(__dirname, '../../../docs/errors.md'), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

/** Whether a section shows a report of its code. */
function hasExample(code: string, section = ''): boolean {
  return [...section.matchAll(/^```text\n([\s\S]*?)^```$/gm)].some(([, report = '']) =>
    report.trimEnd().endsWith(`code  ${code}`),
  );
}

test('every error code has a section with a report as an example', () => {
  const codes = Object.keys(errorCodes);
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => !hasExample(code, sections.get(code)))).toEqual([]);
});

test('a section that only a command can bring says when it is seen and what to do', () => {
  // What a synthesis brings shows the file that is wrong.
  const withoutFile = [...sections].filter(([, section]) => !/^```(ts|json|js)$/m.test(section));
  const silent = withoutFile.filter(
    ([, section]) => !/^- \*\*Seen:\*\* /m.test(section) || !/^- \*\*What to do:\*\* /m.test(section),
  );
  expect(withoutFile.length).toBeGreaterThan(40);
  expect(silent.map(([code]) => code)).toEqual([]);
});

test('the check sees a section without an example', () => {
  expect(hasExample('a-code', '```text\nx\n  code  a-code\n```\n')).toBe(true);
  expect(hasExample('a-code', 'Said by deploy.\n')).toBe(false);
  expect(hasExample('a-code', '```text\nx\n  code  another-code\n```\n')).toBe(false);
});
