import { firstSentence } from '../src/doc-comment';
import { libReadme } from '../src/lib-readme';
import { moduleReadme } from '../src/module-readme';
import { readPackage } from '../src/source-package';
import { smallModule, tree } from './support';

const source = readPackage(tree(smallModule));
const readme = moduleReadme(source);
const lines = readme.split('\n');

test('begins with where it comes from, and what it is', () => {
  expect(lines.slice(0, 5)).toEqual([
    '<!-- Written by `npm run docs` from package.json, src and examples. Edits here are lost. -->',
    '',
    '# @acme/queue',
    '',
    'Queues, with &lt;b>care&lt;/b>.',
  ]);
});

test('is installed with its peers', () => {
  expect(lines).toContain('npm install @acme/queue cdktf constructs');
  expect(lines).toContain('Peers: `cdktf` `>=0.21.0 <1`, `constructs` `^10.4.2`.');
});

test('is installed with those of its dependencies that examples import, and until it is published from a clone', () => {
  const { 'package.json': json = '', 'examples/minimal.ts': example = '' } = smallModule;
  const dependencies = { '@acme/refs': '^1.0.0', '@acme/core': '^1.0.0' };
  const text = moduleReadme(
    readPackage(
      tree({
        ...smallModule,
        'package.json': JSON.stringify({ ...(JSON.parse(json) as object), dependencies }),
        'examples/minimal.ts': `import type { DoorRef } from '@acme/refs';\n${example}`,
      }),
    ),
  );
  expect(text).toContain('\nnpm install @acme/queue @acme/refs cdktf constructs\n');
  expect(text).toContain('Before it is published: [from a clone](../../docs/packages.md#from-a-clone).');
});

test('shows examples as a user writes them, and none that is not there', () => {
  expect(lines).toContain("import { Queue } from '@acme/queue';");
  expect(lines).toContain('## Smallest use');
  expect(lines).not.toContain('## With everything');
});

test('a prop is one row: links to its type, its default as a value or in words', () => {
  expect(lines).toContain(
    '| `rules` | [`readonly Rule[]`](#rule) | `[]` | What is let in, over two lines: `a \\| b`. |',
  );
  expect(lines).toContain('| `delaySeconds` | `number` | as long as `retries` says | Own words win. |');
  expect(lines).toContain('| `name` | `string` | **required** | Name, at most 80 characters. |');
});

test('types that props mention through each other have their own tables', () => {
  expect(lines).toContain('### Rule');
  expect(lines).toContain('### Door');
  expect(lines).toContain("| `width` | `'narrow' \\| 'wide'` | **required** | How wide. |");
});

test('the rest is listed', () => {
  const rest = readme.slice(readme.indexOf('## Also exported'));
  expect(rest).toContain('| `retries` | constant | How often. |');
  expect(rest).not.toContain('`QueueProps`');
});

test('line ends of a checkout do not matter, nor does where it is', () => {
  const windows = Object.entries(smallModule).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]);
  expect(moduleReadme(readPackage(tree(Object.fromEntries(windows) as Record<string, string>)))).toBe(readme);
});

test('the README of a library lists values, then types, with the first sentence of each', () => {
  const rows = libReadme(source)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows).toEqual([
    '| `Queue` | class | A queue. |',
    '| `Pair` | class | Two queues. |',
    '| `Helper` | class |  |',
    '| `retries` | constant | How often. |',
    '| `QueueProps` | interface | Props of `Queue`. |',
    '| `Gate` | interface | A way in. |',
  ]);
});

test.each([
  ['One. Two.', 'One.'],
  ['Reads server.json and more. Then ends.', 'Reads server.json and more.'],
  ['Over two\nlines. `Code` begins.', 'Over two lines.'],
  ['No end', 'No end'],
])('the first sentence of %j', (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});
