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
