import { Token, Tokenization } from 'cdktf';
import type { ResolveOptions } from 'cdktf';

/** Decides about one value of a synthesis; cdktf's own `Tokenization.resolve`. */
type Resolve = (value: unknown, options: ResolveOptions) => unknown;

/** What may be a number token inside a text, by cdktf's own rule: digits with an exponent. */
const EXPONENT = /[-|\d.+]e[-|\d.eE+]/;

/** A number token is a double whose first bits are a mark: far from all numbers that mean something. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/** Values that cdktf refuses outside a map. */
const REFUSED = new Set<unknown>([
  Token.STRING_MAP_TOKEN_VALUE,
  Token.ANY_MAP_TOKEN_VALUE,
  Token.NUMBER_MAP_TOKEN_VALUE,
]);

/**
 * Runs a synthesis in which cdktf resolves only what may hold a token. It would otherwise look for tokens in each value of
 * each stack three times, each time by five regular expressions and a path for error messages: most of the time of a large
 * fleet (docs/decisions/0028). What is not plain data goes to cdktf's own function, so the result is the same.
 */
export function withQuickTokens<T>(run: () => T): T {
  const { resolve } = Tokenization;
  Tokenization.resolve = quickly(resolve);
  try {
    return run();
  } finally {
    Tokenization.resolve = resolve;
  }
}

/** A function with the results of cdktf's own. */
export function quickly(resolve: Resolve): Resolve {
  return (value, options) => resolvePlain(value, (rest) => resolve(rest, options));
}

function resolvePlain(value: unknown, slowly: (value: unknown) => unknown): unknown {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
      return value;
    case 'string':
      return isPlainText(value) ? value : slowly(value);
    case 'number':
      return isPlainNumber(value) ? value : slowly(value);
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return resolveArray(value, slowly);
      return isPlainObject(value) ? resolveObject(value, slowly) : slowly(value);
    default:
      return slowly(value);
  }
}

/** A list may be one token as a whole: then it has a single entry that says so. */
function resolveArray(list: readonly unknown[], slowly: (value: unknown) => unknown): unknown {
  if (list.some((entry) => typeof entry === 'string' && entry.includes('#{TfToken['))) return slowly(list);
  if (list.some((entry) => typeof entry === 'number' && !isPlainNumber(entry))) return slowly(list);
  return list.map((entry) => resolvePlain(entry, slowly)).filter((entry) => entry !== undefined);
}

function resolveObject(object: Record<string, unknown>, slowly: (value: unknown) => unknown): unknown {
  const keys = Object.keys(object);
  // A key may be a token, or say that the whole map is one.
  if (!keys.every(isPlainText)) return slowly(object);
  const result: Record<string, unknown> = {};
  for (const key of keys) {
    const value = resolvePlain(object[key], slowly);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function isPlainText(text: string): boolean {
  return !text.includes('TfToken[') && !EXPONENT.test(text) && !REFUSED.has(text);
}

function isPlainNumber(number: number): boolean {
  return Math.abs(number) <= LARGEST && !REFUSED.has(number);
}

/** Instances of classes (tokens, dates, constructs) are not plain, nor is what can resolve itself. */
function isPlainObject(object: object): object is Record<string, unknown> {
  return Object.getPrototypeOf(object) === Object.prototype && !Tokenization.isResolvable(object);
}
