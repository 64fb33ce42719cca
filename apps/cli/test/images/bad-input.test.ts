import type { ErrorCode } from '@mcp-fleet/core';
import { errorCodes, isSaidAtImages } from '@mcp-fleet/core';
import { buildCases } from './bad-input/build-cases';
import type { BadImage } from './bad-input/case';
import { policyCases } from './bad-input/policy-cases';
import { pushCases } from './bad-input/push-cases';

const cases = [...buildCases, ...pushCases, ...policyCases];

async function reportOf({ run }: BadImage): Promise<string> {
  try {
    await run();
  } catch (error) {
    return (error as Error).message.replace(/127\.0\.0\.1:\d+/g, '<registry>');
  }
  throw new Error('nothing was wrong');
}

test.each(cases.map((bad) => [[bad.code, bad.title].filter(Boolean).join(': '), bad] as const))(
  '%s',
  async (_, bad) => {
    const report = await reportOf(bad);
    expect(report).toBe(bad.report);
    expect(report).toContain(`code  ${bad.code}`);
    expect(report).not.toContain('s3cret');
  },
);

test('every error code of building, checking and pushing has a case', () => {
  const covered = new Set<string>(cases.map(({ code }) => code));
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(isSaidAtImages);
  expect(codes.filter((code) => !covered.has(code))).toEqual([]);
});
