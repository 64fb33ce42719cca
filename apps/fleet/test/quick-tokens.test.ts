import {
  DefaultTokenResolver,
  Fn,
  Lazy,
  StringConcat,
  TerraformStack,
  Testing,
  Token,
  Tokenization,
} from 'cdktf';
import type { ResolveOptions } from 'cdktf';
import fc from 'fast-check';
import { quickly, withQuickTokens } from '../src/quick-tokens';

const scope = new TerraformStack(Testing.app(), 'stack');
const options: ResolveOptions = { scope, resolver: new DefaultTokenResolver(new StringConcat()) };
const slowly = (value: unknown) => Tokenization.resolve(value, options);
const quick = (value: unknown) => quickly((rest, given) => Tokenization.resolve(rest, given))(value, options);

const token = Token.asString({ a: 1 });
const number = Token.asNumber(Fn.lengthOf([1, 2]));
const list = Token.asList(Fn.concat([['a'], ['b']]));
const numbers = Token.asNumberList(Fn.concat([[1], [2]]));
const map = Token.asStringMap(Fn.merge([{ a: 'b' }]));
const text = Fn.upper('x');

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'text'],
  ['a text with a token', `arn:${text}:1`],
  ['a text with several tokens and an expression', `a-${text}-\${var.x}-${text}}`],
  ['an expression', '${aws_vpc.main.id}'],
  ['an escaped expression', '$${aws_vpc.main.id}'],
  ['a token for an object', token],
  ['a number', 3],
  ['a large number', 1e300],
  ['a number token', number],
  ['a number token in a text', `port ${number}`],
  ['a text with an exponent', 'build-1e5'],
  ['a list', ['a', undefined, 1, null, { b: undefined }, []]],
  ['a list token', list],
  ['a list of number tokens', numbers],
  ['a list with tokens', [text, number, { a: list }]],
  ['a map token', map],
  ['a key with a token', { [`${text}`]: 1 }],
  ['a map with all of it', { text, number, list, numbers, map, none: undefined, empty: {}, yes: true }],
  ['what can resolve itself', { lazy: Lazy.anyValue({ produce: () => ({ a: text, b: undefined }) }) }],
  ['a plain object that can resolve itself', { creationStack: [], resolve: () => text, toString: () => '' }],
  ['a date', new Date(0)],
  ['an object without a prototype', Object.assign(Object.create(null) as object, { a: text })],
])('%s becomes what cdktf makes of it', (_, value) => {
  expect(quick(value)).toEqual(slowly(value));
});

test.each<[string, unknown]>([
  ['a function', { a: () => 1 }],
  ['a construct', { a: scope }],
  ['a list token in a text', list[0]],
  ['an entry of a map token', { a: Object.values(map)[0] }],
])('%s is refused as cdktf refuses it', (_, value) => {
  expect(() => slowly(value)).toThrow();
  expect(() => quick(value)).toThrow();
});

test('any plain data becomes what cdktf makes of it', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true }),
    fc.constantFrom(undefined, null, true, text, number),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree')),
      fc.dictionary(fc.string(), tie('tree')),
    ),
  }));
  // A number may happen to look like a token that does not exist, which is refused.
  const outcome = (resolve: (value: unknown) => unknown, value: unknown) => {
    try {
      return { result: resolve(value) };
    } catch {
      return 'refused';
    }
  };
  fc.assert(fc.property(tree, (value) => void expect(outcome(quick, value)).toEqual(outcome(slowly, value))));
});

test('plain data is never given to cdktf, and of the rest only what holds a token', () => {
  const asked: unknown[] = [];
  const watched = quickly((value) => asked.push(value));
  watched({ a: ['b', 1, true, null, { c: '${aws_vpc.main.id}' }], d: `x${text}` }, options);
  expect(asked).toEqual([`x${text}`]);
});

test("cdktf's own function is back afterwards, also after an error", () => {
  const { resolve } = Tokenization;
  withQuickTokens(() => expect(Tokenization.resolve).not.toBe(resolve));
  expect(Tokenization.resolve).toBe(resolve);
  expect(() =>
    withQuickTokens(() => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(Tokenization.resolve).toBe(resolve);
});
