import { judge } from '../src/judge';
import { failures, report } from '../src/report';
import { BAD, SCAN, STACKS, result, stackOf } from './support';

const entry = {
  check: 'CKV_AWS_150',
  type: 'aws_lb',
  reason: 'It goes away with its environment, by one command.',
};

test('what is accepted does not fail; what the bad stack shows is no finding of ours', () => {
  const verdict = judge(STACKS, SCAN, [entry], BAD);
  expect(verdict).toMatchObject({ open: [], unused: [], faults: [], passed: 1, parts: 1, seen: 1 });
  expect(verdict.accepted).toMatchObject([{ entry, findings: [{ part: { path: 'prod-tools/door/lb' } }] }]);
  expect(failures(verdict)).toBe(0);
  expect(report(verdict).split('\n').at(-1)).toBe('1 passed, 0 failed');
  expect(report(verdict)).toContain(entry.reason);
});

test('a failed check that nobody accepted fails, with its name and place', () => {
  const verdict = judge(STACKS, SCAN, [], BAD);
  expect(failures(verdict)).toBe(1);
  expect(report(verdict)).toContain('FAILED  CKV_AWS_150 of aws_lb: Ensure CKV_AWS_150');
  expect(report(verdict)).toContain('prod-tools/door/lb');
  expect(report(verdict).split('\n').at(-1)).toBe('1 passed, 1 failed');
});

test('every failed check is counted, also of one kind', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const stacks = [...STACKS, stackOf('dev-tools', 'aws_lb', ...names)];
  const failed = [...SCAN.failed, ...names.map((name) => result('CKV_AWS_150', 'dev-tools', name))];
  const verdict = judge(stacks, { ...SCAN, failed }, [{ ...entry, path: 'prod-*' }], BAD);
  expect(failures(verdict)).toBe(7);
  expect(report(verdict)).toContain('and 2 more');
});

test('an entry that covers nothing fails', () => {
  const unused = { ...entry, path: 'dev-*' };
  const verdict = judge(STACKS, SCAN, [entry, unused], BAD);
  expect(verdict.unused).toEqual([unused]);
  expect(failures(verdict)).toBe(1);
  expect(report(verdict)).toContain('UNUSED  accepted.json: CKV_AWS_150 of aws_lb in dev-* covers nothing');
});

test('an entry cannot cover what the bad stack shows', () => {
  const bucket = { ...entry, check: 'CKV_AWS_18', type: 'aws_s3_bucket' };
  expect(judge(STACKS, SCAN, [entry, bucket], BAD).unused).toEqual([bucket]);
});

test('names that stacks have in common are told apart', () => {
  const stacks = [...STACKS, stackOf('dev-tools', 'aws_lb', 'lb')];
  const scan = { ...SCAN, passed: [...SCAN.passed, result('CKV_AWS_131', 'dev-tools', 'lb')] };
  const verdict = judge(stacks, scan, [], BAD);
  expect(verdict.open.map(({ part }) => part.stack)).toEqual(['prod-tools']);
});

test('a finding of a provider has a type as well', () => {
  const failed = [...SCAN.failed, result('CKV_AWS_41', 'prod-tools', 'aws')];
  const verdict = judge(STACKS, { ...SCAN, failed }, [entry], BAD);
  expect(verdict.open).toMatchObject([{ check: 'CKV_AWS_41', part: { type: 'provider' } }]);
});

describe('a scan that does not see fails', () => {
  const faults = (...args: Parameters<typeof judge>) => judge(...args).faults;

  test('a check lets the bad stack through', () => {
    const failed = SCAN.failed.filter(({ check }) => check !== 'CKV_AWS_18');
    expect(faults(STACKS, { ...SCAN, failed }, [entry], BAD)).toEqual([
      'CKV_AWS_18 lets the bad aws_s3_bucket through.',
    ]);
  });

  test('the same finding elsewhere does not stand in for it', () => {
    const stacks = [...STACKS, stackOf('dev', 'aws_s3_bucket', 'bucket')];
    const failed = [result('CKV_AWS_18', 'dev', 'bucket')];
    expect(faults(stacks, { ...SCAN, failed }, [], BAD)).toContain(
      'CKV_AWS_18 lets the bad aws_s3_bucket through.',
    );
  });

  test('the bad stack is not there', () => {
    expect(faults(STACKS.slice(1), SCAN, [entry], BAD)).toEqual(['the bad stack is not there.']);
  });

  test('a file cannot be read', () => {
    expect(faults(STACKS, { ...SCAN, unread: ['a/cdk.tf.json'] }, [entry], BAD)).toEqual([
      'checkov cannot read a/cdk.tf.json.',
    ]);
  });

  test('a resource is left out whose type is looked at elsewhere', () => {
    const stacks = [...STACKS, stackOf('dev-tools', 'aws_lb', 'lb')];
    expect(faults(stacks, SCAN, [entry], BAD)).toEqual([
      'checkov looks at aws_lb, but not at dev-tools/door/lb.',
    ]);
  });

  test('but not of a type whose check looks at some by what they hold', () => {
    const records = stackOf('dev-tools', 'aws_route53_record', 'a', 'aaaa');
    const passed = [...SCAN.passed, { ...SCAN.passed[0]!, file: records.file, name: 'a' }];
    const verdict = judge([...STACKS, records], { ...SCAN, passed }, [entry], BAD);
    expect(verdict).toMatchObject({ parts: 3, seen: 2, faults: [] });
  });

  test('there is nothing but the bad stack', () => {
    expect(faults(STACKS.slice(0, 1), SCAN, [], BAD)).toEqual(['there is no resource to look at.']);
  });

  test('each fault counts', () => {
    expect(failures(judge([], { failed: [], passed: [], unread: ['x'] }, [], BAD))).toBe(3);
  });
});

test('types without any check are named, and are no fault', () => {
  const stacks = [...STACKS, stackOf('dev-network', 'aws_nat_gateway', 'a', 'b')];
  const verdict = judge(stacks, SCAN, [entry], BAD);
  expect(verdict).toMatchObject({ unseenTypes: ['aws_nat_gateway'], parts: 3, seen: 1, faults: [] });
});
