import { cidrsOverlap, formatCidr, isPrivateCidr, parseCidr, partOf, type CidrBlock } from '../src';

const block = (text: string) => parseCidr(text) as CidrBlock;

test.each(['0.0.0.0/0', '10.0.0.0/16', '10.20.30.40/32', '192.168.128.0/17', '255.255.255.0/24'])(
  '%s is read and written back',
  (text) => expect(formatCidr(block(text))).toBe(text),
);

test.each([
  '',
  '10.0.0.0',
  '10.0.0.0/33',
  '10.0.0.1/16',
  '10.0.0.256/32',
  '10.0.0/24',
  '010.0.0.0/16',
  '10.0.0.0/08',
  ' 10.0.0.0/16',
  'fd00::/8',
])('%j is no block', (text) => expect(parseCidr(text)).toBeUndefined());

test.each<[string, number, number, string]>([
  ['10.0.0.0/16', 24, 0, '10.0.0.0/24'],
  ['10.0.0.0/16', 24, 255, '10.0.255.0/24'],
  ['10.0.0.0/16', 20, 3, '10.0.48.0/20'],
  ['192.168.7.0/24', 27, 6, '192.168.7.192/27'],
  ['255.255.254.0/23', 24, 1, '255.255.255.0/24'],
])('%s in /%i, number %i: %s', (text, prefixLength, index, expected) =>
  expect(formatCidr(partOf(block(text), prefixLength, index))).toBe(expected),
);

test.each<[string, string, boolean]>([
  ['10.0.0.0/16', '10.0.0.0/16', true],
  ['10.0.0.0/16', '10.0.255.0/24', true],
  ['10.0.255.0/24', '10.0.0.0/16', true],
  ['10.0.0.0/16', '10.1.0.0/16', false],
  ['10.0.1.0/24', '10.0.0.0/24', false],
])('%s and %s overlap: %p', (a, b, overlap) => expect(cidrsOverlap(block(a), block(b))).toBe(overlap));

test.each<[string, boolean]>([
  ['10.255.255.0/24', true],
  ['100.64.0.0/10', true],
  ['100.128.0.0/16', false],
  ['172.31.0.0/16', true],
  ['172.32.0.0/16', false],
  ['192.168.0.0/16', true],
  ['192.168.0.0/15', false],
  ['8.8.8.0/24', false],
])('%s is private: %p', (text, expected) => expect(isPrivateCidr(block(text))).toBe(expected));
