import { FleetError } from '@mcp-fleet/core';

/** What a text holds, or where and why it is no JSON. */
export function parseJson(
  text: string,
  file: string,
): { readonly value?: unknown; readonly error?: FleetError } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The engine's message names a position for some faults only, so the place is found here.
    return { error: faultError(text, file) };
  }
}

function faultError(text: string, file: string): FleetError {
  const { at, expected } = findFault(text);
  const before = text.slice(0, at).split('\n');
  const found = text.slice(at).split('\n', 1)[0]?.trim().slice(0, 40) || 'the end of the file';
  return new FleetError({
    code: 'manifest-unreadable',
    file,
    path: `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`,
    value: found,
    rule: `JSON has ${expected} here`,
    fix: fixOf(text, at, expected),
  });
}

function fixOf(text: string, at: number, expected: string): string {
  if (/^\/[/*]/.test(text.slice(at))) return 'remove the comment: JSON has none';
  const afterComma = /,\s*$/.test(text.slice(0, at));
  if (afterComma && /[\]}]/.test(text.charAt(at))) return 'remove the comma before it';
  return `write ${expected}`;
}

class Fault {
  constructor(
    readonly at: number,
    readonly expected: string,
  ) {}
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/** The first place where a text that is no JSON stops being it. */
function findFault(text: string): Fault {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match !== null;
  };
  const next = (char: string): boolean => {
    skip(SPACE);
    if (text[at] !== char) return false;
    at += 1;
    return true;
  };
  const need = (found: boolean, expected: string): void => {
    if (!found) throw new Fault(at, expected);
  };
  const members = (close: string, member: () => void): void => {
    if (next(close)) return;
    do member();
    while (next(','));
    need(next(close), `"," or "${close}"`);
  };
  const value = (): void => {
    if (next('{')) {
      members('}', () => {
        skip(SPACE);
        need(skip(STRING), 'a key in double quotes');
        need(next(':'), '":"');
        value();
      });
    } else if (next('[')) members(']', value);
    else need(skip(STRING) || skip(SCALAR), 'a value');
  };
  try {
    value();
    skip(SPACE);
    return new Fault(at, 'nothing more');
  } catch (fault) {
    if (fault instanceof Fault) return fault;
    throw fault;
  }
}
