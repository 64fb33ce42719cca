import { knownPart, mapRecord, mergeTags } from '../src';
import { valueAt, withArticle } from '../src/schema-words';

test('a record is mapped by value and key, in its order', () => {
  expect(Object.entries(mapRecord({ b: 1, a: 2 }, (value, key) => `${key}${value}`))).toEqual([
    ['b', 'b1'],
    ['a', 'a2'],
  ]);
});

test('own tags stand over those of all; without any there is no record, which would be one without tags', () => {
  expect(mergeTags({ Team: 'a', Stage: 'dev' }, { Team: 'b' })).toEqual({ Team: 'b', Stage: 'dev' });
  expect(mergeTags({ Team: 'a' }, undefined)).toEqual({ Team: 'a' });
  expect(mergeTags(undefined, undefined)).toBeUndefined();
});

test('a value is found by its path, and nothing where the path ends before', () => {
  expect(valueAt({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
  expect(valueAt({ a: 1 }, ['b', 'c'])).toBeUndefined();
});

test('of a text the part is known that Terraform does not fill in', () => {
  expect(knownPart('a ${TfToken[TOKEN.1]} b ${aws_s3_bucket.notes.arn}/*')).toBe('a  b /*');
  expect(knownPart('a user wrote $${HOME}')).toBe('a user wrote $${HOME}');
});

test('what a schema expected is said in words', () => {
  expect(['int', 'array', 'number'].map(withArticle)).toEqual(['a whole number', 'a list', 'a number']);
});
