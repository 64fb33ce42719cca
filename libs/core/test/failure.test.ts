import { describeFailure, FleetError } from '../src';

class Told extends Error {}
const HOW = '\n\nRun again with --debug for where this comes from.';

test('what is meant for users is said as it is', () => {
  const error = new FleetError({ code: 'invalid-props', path: 'a', rule: 'b', fix: 'c' });
  expect(describeFailure(error, false)).toBe(error.message);
  expect(describeFailure(new Told('x'), false, [Told])).toBe('x');
});

test('any other error says how to learn more, and shows where it comes from on request', () => {
  expect(describeFailure(new Told('x'), false)).toBe(`x${HOW}`);
  expect(describeFailure('x', true)).toBe(`x${HOW}`);
  expect(describeFailure(new Error('x'), true)).toContain('failure.test.ts');
});
