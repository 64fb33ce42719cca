import { rules, secondCheck } from '../src/second-check/check';
import { documentOf } from '../src/second-check/documents';
import { pairFaults } from '../src/second-check/pairs';
import { base } from './second-check/base';
import { check, findings } from './second-check/case';
import { edgeCases } from './second-check/cases-edge';
import { failoverCases, soundFailovers } from './second-check/cases-failover';
import { lambdaCases } from './second-check/cases-lambda';
import { restCases } from './second-check/cases-rest';
import { workloadCases } from './second-check/cases-workload';

const cases = [...lambdaCases, ...edgeCases, ...workloadCases, ...restCases, ...failoverCases];
/** Two stacks are needed to break it: it has a test of its own. */
const OWN_TEST = ['state-of-its-own'];

test('a sound environment breaks no rule', () => {
  expect(check(base)).toEqual([]);
});

test.each(cases.map((one, i) => [`${i} ${one.rule}: ${one.says}`, one] as const))('%s', (_, one) => {
  const found = findings(one).filter(({ rule }) => rule === one.rule);
  expect(found.map(({ fault }) => fault).join('\n')).toContain(one.says);
});

test.each(soundFailovers.map((blocks, i) => [i, blocks] as const))(
  'failover %i breaks no rule',
  (_, blocks) => {
    const rules = check(base, blocks).map(({ rule }) => rule);
    expect(rules.filter((rule) => /^(record-pair|health-check)/.test(rule))).toEqual([]);
  },
);

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

test('a record that fails over has its other half in the other environment', () => {
  const of = (stack: string, role: string, change: object = {}) => [
    documentOf(stack, {
      resource: {
        aws_route53_record: {
          one: {
            name: 'mcp.example.com',
            type: 'A',
            set_identifier: stack,
            failover_routing_policy: { type: role },
            ...change,
          },
          plain: { name: 'dev.mcp.example.com', type: 'A' },
        },
      },
    }),
  ];
  const primary = of('dev-tools', 'PRIMARY');
  expect(pairFaults(primary, of('eu-tools', 'SECONDARY'))).toEqual([]);
  for (const change of [
    { set_identifier: 'dev-tools' },
    { failover_routing_policy: { type: 'PRIMARY' } },
    { type: 'AAAA' },
    { failover_routing_policy: undefined },
  ]) {
    expect(pairFaults(primary, of('eu-tools', 'SECONDARY', change))).toContain(
      'dev-tools aws_route53_record.one: it has no other half',
    );
  }
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
