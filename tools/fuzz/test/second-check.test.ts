import { rules, secondCheck } from '../src/second-check/check';
import { documentOf } from '../src/second-check/documents';
import { base } from './second-check/base';
import { check, findings } from './second-check/case';
import { edgeCases } from './second-check/cases-edge';
import { restCases } from './second-check/cases-rest';
import { workloadCases } from './second-check/cases-workload';

const cases = [...edgeCases, ...workloadCases, ...restCases];
/** Two stacks are needed to break it: it has a test of its own. */
const OWN_TEST = ['state-of-its-own'];

test('a sound environment breaks no rule', () => {
  expect(check(base)).toEqual([]);
});

test.each(cases.map((one, i) => [`${i} ${one.rule}: ${one.says}`, one] as const))('%s', (_, one) => {
  const found = findings(one).filter(({ rule }) => rule === one.rule);
  expect(found.map(({ fault }) => fault).join('\n')).toContain(one.says);
});

test('each rule has a case that breaks it, and says where AWS or Terraform say so', () => {
  const broken = [...cases.map(({ rule }) => rule), ...OWN_TEST];
  expect(rules.map(({ name }) => name).filter((name) => !broken.includes(name))).toEqual([]);
  expect(rules.filter(({ source }) => source.length < 10)).toEqual([]);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

test('two stacks in one state are found', () => {
  const terraform = { backend: { s3: { bucket: 'states', key: 'dev.tfstate' } } };
  const stacks = ['dev-a', 'dev-b'].map((stack, i) =>
    documentOf(stack, { terraform, resource: { aws_iam_role: { one: { name: `role-${i}` } } } }),
  );
  const permission = { publicStacks: [], quotas: {}, acknowledged: [], forbidden: [] };
  expect(secondCheck(stacks, permission).map(({ rule }) => rule)).toContain('state-of-its-own');
});

test('quotas that the account was granted, and what the environment opens, are no findings', () => {
  const open = { aws_lb: { one: { ...base['aws_lb']?.['one'], internal: false } } };
  const provider = { aws: [{ region: 'us-east-1' }] };
  const resource = {
    ...base,
    ...open,
    aws_lambda_function: {
      one: { ...base['aws_lambda_function']?.['one'], reserved_concurrent_executions: 1000 },
    },
  };
  const permission = {
    publicStacks: ['dev-tools'],
    quotas: { lambdaConcurrentExecutions: 2000 },
    acknowledged: [],
    forbidden: [],
  };
  const found = secondCheck([documentOf('dev-tools', { resource, provider })], permission).map(
    ({ rule }) => rule,
  );
  expect(found.filter((rule) => /concurrency|open/.test(rule))).toEqual([]);
});
