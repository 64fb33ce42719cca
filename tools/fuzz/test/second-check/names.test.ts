import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { named, nameless } from '../../src/second-check/names';
import { check } from './case';

const modules = join(__dirname, '../../../../modules');
const sources = readdirSync(modules).flatMap((module) => {
  const folder = join(modules, module, 'src');
  return readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
});
/** Types of the resources that the modules make, as Terraform has them. */
const made = [
  ...new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/@cdktf\/provider-(aws|docker)\/lib\/([a-z0-9-]+)'/g)]
        .filter(([, , type = '']) => !/^(data-|provider$)/.test(type))
        .map(([, provider, type = '']) => `${provider}_${type.replaceAll('-', '_')}`),
    ),
  ),
].sort();

test('every type that the modules make is looked at, or has no name', () => {
  expect(made.length).toBeGreaterThan(60);
  expect(made.filter((type) => !Object.hasOwn(named, type) && !nameless.includes(type))).toEqual([]);
  expect(Object.keys(named).filter((type) => nameless.includes(type))).toEqual([]);
});

const found =
  (...blocks: readonly Record<string, unknown>[]) =>
  (type: string) =>
    check({ [type]: Object.fromEntries(blocks.map((block, i) => [`n${i}`, block])) }).filter(
      ({ rule }) => rule === 'name-once',
    ).length;

test.each(Object.keys(named))('two of %s with one name are one too many', (type) => {
  const { attributes, within } = named[type]!;
  const block = Object.fromEntries(
    [...attributes, ...(within === undefined ? [] : [within])].map((key) => [key, `a-${key}`]),
  );
  expect(found(block, block)(type)).toBe(1);
  const [differs = within] = attributes;
  // There is one of an account.
  if (differs === undefined) return;
  expect(found(block, { ...block, [differs]: 'another' })(type)).toBe(0);
  if (within !== undefined) expect(found(block, { ...block, [within]: 'elsewhere' })(type)).toBe(0);
});

test('what a rule of a security group leads to is told apart by the resource', () => {
  const rule = (group: string) => ({
    security_group_id: 'sg-1',
    referenced_security_group_id: `\${aws_security_group.${group}.id}`,
    ip_protocol: 'tcp',
  });
  const groups = { one: { name: 'one' }, two: { name: 'two' } };
  const count = (first: string, second: string) =>
    check({
      aws_security_group: groups,
      aws_vpc_security_group_egress_rule: { a: rule(first), b: rule(second) },
    }).filter(({ rule: name }) => name === 'name-once').length;
  expect([count('one', 'two'), count('one', 'one')]).toEqual([0, 1]);
});

test('alarms of both kinds share their names, names of APIs of both kinds do not', () => {
  const share = (one: string, two: string, key: string) =>
    check({ [one]: { a: { [key]: 'x' } }, [two]: { b: { [key]: 'x' } } }).filter(
      ({ rule }) => rule === 'name-once',
    ).length;
  expect(share('aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm', 'alarm_name')).toBe(1);
  expect(share('aws_apigatewayv2_api', 'aws_api_gateway_rest_api', 'name')).toBe(0);
});
