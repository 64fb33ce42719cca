import { parseJson } from '../src/json-text';

const fault = (text: string) => {
  const { error } = parseJson(text, 'f.json');
  return error && [error.path, error.value, error.rule, error.fix];
};

test('JSON is parsed', () => {
  expect(parseJson(' {"a": [1, -2.5e3, true, null, "\\u00e9\\n"]} ', 'f.json')).toEqual({
    value: { a: [1, -2500, true, null, 'é\n'] },
  });
});

test.each([
  ['', 'line 1, column 1', 'the end of the file', 'a value', 'write a value'],
  ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3', '"b": 2', '"," or "}"', 'write "," or "}"'],
  ['{"a": [1, 2,]}', 'line 1, column 13', ']}', 'a value', 'remove the comma before it'],
  ['{"a": 1,\n}', 'line 2, column 1', '}', 'a key in double quotes', 'remove the comma before it'],
  [
    '{\n  // why\n  "a": 1}',
    'line 2, column 3',
    '// why',
    'a key in double quotes',
    'remove the comment: JSON has none',
  ],
  ["{'a': 1}", 'line 1, column 2', "'a': 1}", 'a key in double quotes', 'write a key in double quotes'],
  ['{"a" 1}', 'line 1, column 6', '1}', '":"', 'write ":"'],
  ['{"a": tru}', 'line 1, column 7', 'tru}', 'a value', 'write a value'],
  ['{"a": 01}', 'line 1, column 7', '01}', 'a value', 'write a value'],
  ['{"a": "x\ny"}', 'line 1, column 7', '"x', 'a value', 'write a value'],
  ['{"a": 1', 'line 1, column 8', 'the end of the file', '"," or "}"', 'write "," or "}"'],
  ['{} {}', 'line 1, column 4', '{}', 'nothing more', 'write nothing more'],
])('%j: where it breaks, and how to mend it', (text, path, value, expected, fix) => {
  expect(fault(text)).toEqual([path, value, `JSON has ${expected} here`, fix]);
});
