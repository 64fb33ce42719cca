import { parseEnvFile } from '../src';

const values = (text: string) =>
  Object.fromEntries([...parseEnvFile(text, '.env')].map(([name, { value }]) => [name, value]));

describe('parseEnvFile', () => {
  test.each([
    ['A=1', '1'],
    ['A = two words # not this', 'two words'],
    ['export A=#', ''],
    ['A=a#b', 'a#b'],
    ["A=it's # note", "it's"],
    ["A='$x \\n #' # comment", '$x \\n #'],
    ["A='x'# comment", 'x'],
    ['A="x"# comment', 'x'],
    ['A="p#ss" # comment', 'p#ss'],
    ['A="a \\"b\\" \\\\ \\n"', 'a "b" \\ \n'],
    [
      'A="-----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY-----\\n"',
      '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n',
    ],
    ['\uFEFFA=1\r\n', '1'],
    ['# A=0\n\n  A=1', '1'],
    ['A=', ''],
  ])('%j', (text, value) => {
    expect(values(text)).toEqual({ A: value });
  });

  test.each([
    'A',
    '=1',
    '1A=1',
    'A="s3cret',
    "A='s3cret' x",
    'A="s3cret" tail',
    'A-B=s3cret',
    'A=1\nA=s3cret',
  ])('%j is refused by the number of its line, without its value', (text) => {
    expect(() => parseEnvFile(text, '.env')).toThrow(/^\.env: line \d\n/);
    expect(() => parseEnvFile(text, '.env')).not.toThrow(/s3cret/);
  });

  test('a name that stands twice is refused with both lines and the fix', () => {
    expect(() => parseEnvFile('A=1\nB=2\nA=3', '.env')).toThrow(
      '.env: line 3\n  rule  a name stands once, and line 1 has A\n  fix   remove one of them\n  code  env-file-invalid',
    );
  });

  test('an argument of a server is a name as well', () => {
    expect(values('--read-only=true\n-v=1')).toEqual({ '--read-only': 'true', '-v': '1' });
  });

  test('each value has its line', () => {
    expect(parseEnvFile('\n# x\nA=1', '.env').get('A')).toEqual({ value: '1', line: 3 });
  });
});
