import { FleetError, FleetErrors, HIDDEN, formatValue, throwIfAny, withoutText } from '../src';

const details = {
  code: 'unknown-server',
  path: 'deployments.tools.servers.gitlb',
  value: 'gitlb',
  rule: 'a server is in the catalog',
  fix: 'did you mean "gitlab"?',
} as const;

test('an error says where, what was got, the rule, the fix and its code', () => {
  expect(new FleetError({ ...details, file: 'environments/dev/environment.ts' }).message).toBe(
    [
      'environments/dev/environment.ts: deployments.tools.servers.gitlb',
      '  got   "gitlb"',
      '  rule  a server is in the catalog',
      '  fix   did you mean "gitlab"?',
      '  code  unknown-server',
    ].join('\n'),
  );
});

test('a hidden value is not printed, a missing one has no line, a long one is cut', () => {
  expect(new FleetError({ ...details, value: HIDDEN }).message).toContain(
    '  got   (a value that is not shown)\n',
  );
  expect(new FleetError({ ...details, value: undefined }).message).not.toContain('got');
  const long = new FleetError({ ...details, value: 'x'.repeat(500) }).message;
  expect(long).toContain(`${'x'.repeat(159)}…`);
  expect(long).not.toContain('x'.repeat(161));
});

test('inFile says the same of a file', () => {
  const error = new FleetError(details).inFile('a.ts');
  expect([error.file, error.path, error.code]).toEqual(['a.ts', details.path, details.code]);
});

test('several errors are one report with a count; none throws nothing', () => {
  const error = new FleetError(details);
  expect(new FleetErrors([error, error]).message).toBe(`${error.message}\n\n${error.message}\n\n2 errors`);
  expect(() => throwIfAny([])).not.toThrow();
  expect(() => throwIfAny([error])).toThrow(FleetErrors);
});

test('what JSON does not know is printed all the same', () => {
  expect(formatValue({ days: 10n })).toBe('{"days":"10n"}');
  expect(formatValue(undefined)).toBe('undefined');
});

test('of a setting what can be no secret is shown', () => {
  expect([true, 5, 0.5, null].map(withoutText)).toEqual([true, 5, 0.5, null]);
  expect(['text', 1e21, ['x'], undefined].map(withoutText)).toEqual([HIDDEN, HIDDEN, HIDDEN, HIDDEN]);
});
