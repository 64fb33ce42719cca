import { routerQueries } from '@mcp-fleet/logs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The fields of the router's lines, by the kinds of line that have them: a table that the router's own tests hold. */
const router = (file: string) => readFileSync(join(__dirname, '../../../apps/router', file), 'utf8');
const rows = (first: string) =>
  (router('README.md').split(`| ${first} |`)[1] ?? '')
    .split('\n\n')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim())) ?? [];
const namesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
const kinds = rows('kind | a line for each').flatMap(([, name]) => namesIn(name));
const kindsOf = new Map<string, string[]>();
for (const [, names, where = ''] of rows('field | kinds')) {
  for (const name of namesIn(names)) {
    const more = where === 'all' ? kinds : where.split(', ');
    kindsOf.set(name, [...(kindsOf.get(name) ?? []), ...more]);
  }
}
const { metrics } = JSON.parse(router('internal/metrics/names.json')) as { metrics: object };

/** What a query calls something itself, and what Logs Insights has. */
const words = new Set(
  'fields filter sort limit stats by as and or in desc asc ispresent count pct sum bin errors refused calls p95 toolErrors m'.split(
    ' ',
  ),
);

describe.each(Object.entries(routerQueries))('%s', (_, { query }) => {
  const names = query.replace(/"[^"]*"/g, '').match(/(?<![@\w])[A-Za-z]\w*/g) ?? [];
  const read = [...new Set(names)].filter((it) => !words.has(it));
  const listed = (field: string) =>
    [...query.matchAll(new RegExp(`\\b${field} (?:= "[^"]*"|in \\[[^\\]]*\\])`, 'g'))].flatMap(([part]) =>
      [...part.matchAll(/"([^"]*)"/g)].map(([, value]) => value),
    );

  test('every field is one that the lines have which it asks', () => {
    expect(read.length).toBeGreaterThan(1);
    const asked = listed('kind');
    for (const field of read) {
      const having = kindsOf.get(field) ?? [];
      expect([field, having.length > 0]).toEqual([field, true]);
      if (asked.length === 1) expect([field, having]).toEqual([field, expect.arrayContaining(asked)]);
    }
  });

  test('every value is one that the router writes', () => {
    expect(kinds).toEqual(expect.arrayContaining(listed('kind')));
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(listed('class')));
  });
});

test('the tables were found, and the values', () => {
  expect(kinds).toEqual(
    expect.arrayContaining(['access', 'inner', 'restart', 'circuit', 'output', 'router']),
  );
  expect(kindsOf.get('class')).toEqual(['access', 'inner']);
});
