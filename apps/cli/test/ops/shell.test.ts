import { sh, verbatim } from '../../src/ops/shell';
import { callsOf } from './shell-words';

test.each([
  ['plain', 'plain'],
  ['two words', "'two words'"],
  ["it's", "'it'\\''s'"],
  ['$HOME `id` "x" \\', '\'$HOME `id` "x" \\\''],
  ['', "''"],
  ['/a/b:c=d,e.f@g+h%i-j', '/a/b:c=d,e.f@g+h%i-j'],
])('%j is one word', (word, quoted) => {
  expect(sh`aws ${word}`).toBe(`aws ${quoted}`);
  expect(callsOf([sh`aws ${word}`])).toEqual([['aws', word]]);
});

test('a list is a word for each of its texts; what is verbatim is read by the shell', () => {
  expect(callsOf([sh`aws ${['a b', 'c']} ${verbatim('"$(echo "d e")"')}`])).toEqual([
    ['aws', 'a b', 'c', 'd e'],
  ]);
});
