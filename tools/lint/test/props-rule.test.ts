import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import plugin from '../plugin.cjs';

function complaints(source: string): string[] {
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser },
    plugins: { house: plugin },
    rules: { 'house/props': 'error' },
  };
  const messages = new Linter().verify(source, config as unknown as Linter.Config, 'props.ts');
  return messages.map(({ message }) => message);
}

const props = (members: string) => complaints(`export interface QueueProps {\n${members}\n}`);

test('readonly, with a documented default, is right', () => {
  const source = `
    /** Name. */
    readonly name: string;
    /** How long. @default 30 */
    readonly timeoutSeconds?: number;
    /**
     * A key.
     * @default - AWS's own key
     */
    readonly keyArn?: string;`;
  expect(props(source)).toEqual([]);
});

test('a property that can be changed', () => {
  expect(props('name: string;')).toEqual([
    'name must be readonly: props are never changed after they are given.',
  ]);
});

test.each(['', '// How long. @default 30\n', '/* @default 30 */\n', '/** How long. */\n'])(
  'an optional property after %j has no documented default',
  (comment) => {
    expect(props(`${comment}readonly seconds?: number;`)).toEqual([
      'seconds is optional: a doc comment must say what it is and end in @default.',
    ]);
  },
);

test('a default that says nothing', () => {
  expect(props('/** How long. @default */\nreadonly seconds?: number;')).toEqual([
    'seconds: after @default comes a value, or a dash and what happens without one.',
  ]);
});

test('fifteen properties are the most', () => {
  const members = (count: number) =>
    Array.from({ length: count }, (_, i) => `readonly p${i}: string;`).join('\n');
  expect(props(members(15))).toEqual([]);
  expect(props(members(16))).toEqual([
    'QueueProps has 16 properties; at most 15 can be understood at a glance.',
  ]);
});

test('other interfaces are free', () => {
  expect(complaints('export interface Queue { name?: string }')).toEqual([]);
  expect(complaints('interface LocalProps { name?: string }')).toEqual([]);
});

describe('properties that an interface inherits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'props-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const members = (count: number, first = 0) =>
    Array.from({ length: count }, (_, i) => `/** P. */ readonly p${i + first}: string;`).join('\n');

  function inFolder(source: string): string[] {
    writeFileSync(join(folder, 'base.ts'), `export interface Base { ${members(10)} }\n`);
    writeFileSync(join(folder, 'index.ts'), "export * from './base';\n");
    const config = { files: ['**/*.ts'], languageOptions: { parser }, plugins: { house: plugin } };
    const rules = { rules: { 'house/props': 'error' } };
    const linter = new Linter({ cwd: folder });
    const found = linter.verify(source, { ...config, ...rules } as unknown as Linter.Config, {
      filename: join(folder, 'queue.ts'),
    });
    return found.map(({ message }) => message);
  }

  const from = "import type { Base } from './index';\n";
  const tooMany = (count: number) => [
    `QueueProps has ${count} properties with those that it inherits; at most 20 can be found again.`,
  ];

  test.each([
    ['twenty', `export interface QueueProps extends Base { ${members(10, 100)} }`, []],
    ['extends', `export interface QueueProps extends Base { ${members(11, 100)} }`, tooMany(21)],
    ['one that is declared again', `export interface QueueProps extends Base { ${members(11, 9)} }`, []],
    [
      'Omit',
      `export interface QueueProps extends Omit<Base, 'p0' | 'p1'> { ${members(13, 100)} }`,
      tooMany(21),
    ],
    ['Pick', `export interface QueueProps extends Pick<Base, 'p0'> { ${members(15, 100)} }`, []],
    [
      'an intersection',
      `interface Own { ${members(11, 100)} }\nexport type QueueProps = Partial<Base> & Own;`,
      tooMany(21),
    ],
    ['a circle', 'export interface QueueProps extends QueueProps { readonly name: string }', []],
  ])('%s', (_name, source, expected) => {
    expect(inFolder(from + source)).toEqual(expected);
  });

  test('from another package of this repository', () => {
    const source = `import type { NetworkRef } from '@mcp-fleet/refs';
export interface QueueProps extends NetworkRef { ${members(15, 100)} }
export interface MoreProps extends NetworkRef, Base { ${members(6, 100)} }`;
    expect(inFolder(from + source)).toEqual([
      'MoreProps has 21 properties with those that it inherits; at most 20 can be found again.',
    ]);
  });
});

describe('house/documented', () => {
  const found = (source: string) => {
    const config = { files: ['**/*.ts'], languageOptions: { parser }, plugins: { house: plugin } };
    const rules = { rules: { 'house/documented': 'error' } };
    return new Linter()
      .verify(source, { ...config, ...rules } as unknown as Linter.Config, 'x.ts')
      .map(({ message }) => message);
  };

  test.each(['', '// Name.\n', '/* Name. */\n', '/** @default - none */\n', '/** */\n'])(
    'a field after %j has no doc',
    (comment) => {
      expect(found(`export interface Queue {\n${comment}readonly name?: string;\n}`)).toEqual([
        'name is a field of an exported interface: a doc comment must say what it is.',
      ]);
    },
  );

  test('a field with a doc, and one of an interface that nobody else sees', () => {
    expect(found('export interface Queue {\n/** Name. */\nreadonly name: string;\n}')).toEqual([]);
    expect(found('interface Queue { readonly name: string }')).toEqual([]);
  });
});
