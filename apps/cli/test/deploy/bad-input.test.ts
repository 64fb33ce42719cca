import type { ErrorCode } from '@mcp-fleet/core';
import { errorCodes, formatReport, isSaidAtDeploy } from '@mcp-fleet/core';
import { explain } from '../../src/deploy/terraform/explain';
import type { BadAnswer } from './bad-input/case';
import { commandCases } from './bad-input/command-cases';
import { terraformCases } from './bad-input/terraform-cases';

const cases = [...terraformCases, ...commandCases];
const context = {
  stack: 'dev-tools',
  folder: 'dist/dev-tools',
  binary: 'terraform',
  pushCommand: 'nx run dev:push',
  bucket: 'acme-terraform-state',
  planned: { 'aws_iam_role.notes': { name: 'dev-tools-notes' } },
};

async function reportOf({ diagnostic, run }: BadAnswer): Promise<string> {
  if (diagnostic) return formatReport(explain([diagnostic], context).known);
  try {
    await run?.();
  } catch (error) {
    return (error as Error).message;
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

test('every error code of plan, deploy, destroy and outputs has a case', () => {
  const covered = new Set<string>(cases.map(({ code }) => code));
  const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(isSaidAtDeploy);
  expect(codes.filter((code) => !covered.has(code))).toEqual([]);
});

test('an error that we have no words for stays as Terraform says it', () => {
  const diagnostic = {
    severity: 'error',
    summary: 'Invalid index',
    detail: 'The given key does not identify an element.',
  };
  expect(explain([diagnostic], context)).toEqual({ known: [], unknown: [diagnostic] });
});

test('one cause that makes every resource fail is said once', () => {
  const expired = (address: string) => ({
    severity: 'error',
    summary: 'api error ExpiredToken: expired',
    address,
  });
  expect(explain([expired('a.a'), expired('b.b')], context).known).toHaveLength(1);
  const exists = (address: string) => ({ severity: 'error', summary: 'EntityAlreadyExists', address });
  expect(explain([exists('a.a'), exists('b.b')], context).known).toHaveLength(2);
});
