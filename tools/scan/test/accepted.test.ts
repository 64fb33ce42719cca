import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accepts, parseAccepted } from '../src/accepted';

const part = { stack: 'prod-tools', type: 'aws_lb', name: 'lb_1', path: 'prod-tools/door/LoadBalancer' };
const entry = {
  check: 'CKV_AWS_150',
  type: 'aws_lb',
  reason: 'It goes away with its environment, by one command.',
};
const list = (...entries: object[]) => JSON.stringify(entries);

test('the list of this repository is sound', () => {
  const text = readFileSync(join(__dirname, '../accepted.json'), 'utf8');
  expect(parseAccepted(text).length).toBeGreaterThan(0);
});

test('an entry accepts its check of its type, and nothing else', () => {
  expect(accepts(entry, 'CKV_AWS_150', part)).toBe(true);
  expect(accepts(entry, 'CKV_AWS_15', part)).toBe(false);
  expect(accepts(entry, 'CKV_AWS_150', { ...part, type: 'aws_lb_listener' })).toBe(false);
});

test.each([
  ['prod-*', true],
  ['*/LoadBalancer', true],
  ['prod-tools/door/LoadBalancer', true],
  ['prod', false],
  ['*/Load', false],
  ['dev-*', false],
  ['prod.tools/*', false],
])('path %s: %s', (path, expected) => {
  expect(accepts({ ...entry, path }, 'CKV_AWS_150', part)).toBe(expected);
  expect(accepts({ ...entry, except: path }, 'CKV_AWS_150', part)).toBe(!expected);
});

test.each([
  ['no list', '{}', 'a list of entries'],
  ['no check', list({ ...entry, check: 'all' }), 'entry 1: check is an id'],
  ['no type', list({ ...entry, type: '' }), 'entry 1: type is'],
  ['an empty path', list({ ...entry, path: '' }), 'path and except are texts'],
  ['a path that is none', list({ ...entry, except: 7 }), 'path and except are texts'],
  [
    'no reason',
    list(entry, { ...entry, type: 'aws_vpc', reason: 'ok' }),
    'entry 2: the reason has at least 30',
  ],
  ['a reason of spaces', list({ ...entry, reason: ' '.repeat(40) }), 'the reason has at least 30'],
  ['a misspelt key', list({ ...entry, paths: 'x' }), 'not paths'],
  ['an entry twice', list(entry, { ...entry }), 'entry 2: CKV_AWS_150 of aws_lb is in the list twice'],
])('%s is refused', (_, text, message) => {
  expect(() => parseAccepted(text)).toThrow(message);
});

test('one check may be accepted of one type in several places', () => {
  expect(parseAccepted(list(entry, { ...entry, path: 'dev-*' }, { ...entry, except: 'dev-*' }))).toHaveLength(
    3,
  );
});
