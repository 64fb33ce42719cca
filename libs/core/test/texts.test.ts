import {
  FleetErrors,
  PropChecks,
  didYouMean,
  isUnresolved,
  limits,
  literal,
  nearest,
  suggestion,
} from '../src';

test('nearest finds slips and beginnings, not strangers', () => {
  const known = ['gitlab', 'pagerduty', 'memoryMiB'];
  expect(nearest('gitlb', known)).toBe('gitlab');
  expect(nearest('GitLab', known)).toBe('gitlab');
  expect(nearest('memory', known)).toBe('memoryMiB');
  expect(nearest('kubernetes', known)).toBeUndefined();
});

test('nearest finds a word that leaves parts out', () => {
  const known = ['GITLAB_API_HOST_URL', 'GITLAB_API_URL', 'GITLAB_PROJECT', 'URL_OF_GITLAB'];
  expect(nearest('GITLAB_URL', known)).toBe('GITLAB_API_URL');
  expect(nearest('gitlab-url', known)).toBe('GITLAB_API_URL');
  expect(nearest('GITLAB_PASSWORD_FILE', known)).toBeUndefined();
  expect(nearest('HOST', known)).toBeUndefined();
});

test('the word that is suggested is a field beside the sentence', () => {
  expect(suggestion('gitlb', ['gitlab'])).toEqual({ fix: 'did you mean "gitlab"?', meant: 'gitlab' });
  expect(suggestion('wiki', ['gitlab'])).toEqual({ fix: 'use one of: gitlab' });
});

test('didYouMean falls back to what there is', () => {
  expect(didYouMean('kubernetes', ['b', 'a'])).toBe('use one of: a, b');
  expect(didYouMean('x', [])).toBe('remove it: nothing is known here');
});

test("a user's template signs reach Terraform as text", () => {
  expect(literal('a ${b} %{c} $d')).toBe('a $${b} %%{c} $d');
  expect(isUnresolved(literal('${b}'))).toBe(false);
});

test('tokens and expressions are unresolved, other values are not', () => {
  expect(isUnresolved('${TfToken[TOKEN.1]}')).toBe(true);
  expect(isUnresolved(-1.8881545897087827e289)).toBe(true);
  expect([isUnresolved('x'), isUnresolved(5), isUnresolved(undefined)]).toEqual([false, false, false]);
});

test('props: all that is broken is thrown at once, unresolved values pass', () => {
  const check = () =>
    new PropChecks('stack/server')
      .within('memoryMiB', limits.lambda.memoryMiB, 64)
      .within('timeoutSeconds', limits.lambda.timeoutSeconds, undefined)
      .within('functionName', limits.lambda.functionName, '${aws_x.y}')
      .must(false, { prop: 'image.architecture', value: 'x86_64', rule: 'both agree', fix: 'change one' })
      .done();
  expect(check).toThrow(FleetErrors);
  expect(check).toThrow(
    [
      'stack/server: memoryMiB',
      '  got   64',
      '  rule  the memory of a Lambda function is 128 to 10,240 MiB [docs:lambda/gettingstarted-limits]',
      '  fix   use a value within it',
      '  code  invalid-props',
      '',
      'stack/server: image.architecture',
      '  got   "x86_64"',
      '  rule  both agree',
      '  fix   change one',
      '  code  invalid-props',
      '',
      '2 errors',
    ].join('\n'),
  );
  expect(() => new PropChecks('x').done()).not.toThrow();
});
