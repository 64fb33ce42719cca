import { limits, physicalName, shortHash } from '../src';

test('parts are joined by hyphens', () => {
  expect(physicalName(limits.lambda.functionName, ['dev', 'tools', 'gitlab'])).toBe('dev-tools-gitlab');
});

test('a name beyond the limit ends in a hash of the whole, within the limit and the same each time', () => {
  const parts = ['production', 'a'.repeat(40), 'b'.repeat(40)];
  const name = physicalName(limits.lambda.functionName, parts);
  expect(name).toHaveLength(64);
  expect(name).toBe(`production-${'a'.repeat(40)}-bbb-${shortHash(parts.join('-'))}`);
  expect(physicalName(limits.lambda.functionName, parts)).toBe(name);
});

test('two long names that differ only at the end stay different', () => {
  const name = (last: string) => physicalName(limits.iam.roleName, ['dev', 'x'.repeat(70), last]);
  expect(name('gitlab')).not.toBe(name('gitlac'));
});

test('a name never has two hyphens where the hash begins', () => {
  const name = physicalName(limits.iam.roleName, ['a'.repeat(54), 'b'.repeat(40)]);
  expect(name).toMatch(/^a{54}-[0-9a-f]{8}$/);
});

test('a name at the limit stays whole', () => {
  expect(physicalName(limits.iam.roleName, ['a'.repeat(64)])).toBe('a'.repeat(64));
});
