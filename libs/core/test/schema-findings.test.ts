import { schemaFindings, type CheckedFile, type SchemaAt, type SchemaIssue } from '../src';

const file: CheckedFile = {
  root: { size: 3, kind: 'larg', tags: { 'A b': 'x' } },
  schemaAt: (path) => said[path.join('.')] ?? { keys: [] },
  list: (words) => words.join(', '),
  phrase: (description) => description.toLowerCase(),
};
const said: Readonly<Record<string, SchemaAt>> = {
  '': { keys: ['size', 'kind', 'tags', 'name'] },
  size: { keys: [], description: 'How much' },
  name: { keys: [], description: 'Its name' },
};
const issue = (code: string, path: readonly string[], more: Partial<SchemaIssue> = {}): SchemaIssue => ({
  code,
  path,
  message: 'as zod says it',
  ...more,
});
const told = (...issues: SchemaIssue[]) =>
  schemaFindings(issues, file).map(({ kind, path, rule, fix }) => [kind, path.join('.'), rule, fix]);

test('each unknown key is a finding of its own, with the key that was meant', () => {
  const found = schemaFindings([issue('unrecognized_keys', [], { keys: ['nam', 'tag'] })], file);
  expect(found.map(({ path, meant }) => [path, meant])).toEqual([
    [['nam'], 'name'],
    [['tag'], 'tags'],
  ]);
  expect(found[0]?.rule).toBe('the keys here are: size, kind, tags, name');
});

test('what is not there is missing, whatever else the schema says of it', () => {
  expect(told(issue('invalid_type', ['name'], { expected: 'string' }), issue('custom', ['other']))).toEqual([
    ['missing-key', 'name', 'this key is required', 'add it: its name'],
    ['missing-key', 'other', 'this key is required', 'add it'],
  ]);
});

test('a value is explained by its description, or by the choices there are', () => {
  const values = ['small', 'large'];
  expect(
    told(
      issue('invalid_type', ['size'], { expected: 'string' }),
      issue('too_big', ['size']),
      issue('invalid_value', ['kind'], { values }),
      issue('invalid_union', ['kind'], { errors: [], discriminator: 'kind', options: values }),
    ),
  ).toEqual([
    ['wrong-type', 'size', 'this is a text', 'what is meant: how much'],
    ['broken-rule', 'size', 'as zod says it', 'what is meant: how much'],
    ['not-a-choice', 'kind', 'this is one of: small, large', 'did you mean "large"?'],
    ['not-a-choice', 'kind', 'this is one of: small, large', 'did you mean "large"?'],
  ]);
});

test('of a wrong name, the name is the value and its first issue the rule', () => {
  const issues = [issue('custom', [], { message: 'a tag has no blanks' })];
  expect(schemaFindings([issue('invalid_key', ['tags', 'A b'], { issues })], file)).toEqual([
    expect.objectContaining({ kind: 'wrong-name', value: 'A b', rule: 'a tag has no blanks' }),
  ]);
});

test('of a union, the branch of the right type speaks, and all of them where none has it', () => {
  const text = [issue('invalid_type', [], { expected: 'string' })];
  const word = [issue('invalid_value', [], { values: ['none', 'all'] })];
  const object = [issue('invalid_type', ['A b'], { expected: 'int' })];
  expect(told(issue('invalid_union', ['tags'], { errors: [text, object] }))).toEqual([
    ['wrong-type', 'tags.A b', 'this is a whole number', 'write a value that keeps the rule'],
  ]);
  expect(told(issue('invalid_union', ['size'], { errors: [text, word, text] }))).toEqual([
    ['broken-rule', 'size', "this is a text or 'none', 'all'", 'what is meant: how much'],
  ]);
});
