import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readPackages } from './reads/packages';
import { undeclaredReads } from './reads/reads-of-tests';

/**
 * Nx takes a test from its cache unless a file that it calls an input has changed. A test that reads another file is
 * green from the cache while it would fail, and `nx affected` does not run it.
 */
const repository = resolve(__dirname, '../../..');
jest.setTimeout(300_000);

test('whatever the tests of a package read outside of it is an input of theirs', () => {
  const packages = readPackages(repository);
  const undeclared = [...packages.values()].map((one): [string, string[]] => [
    one.name,
    undeclaredReads(one, packages, repository),
  ]);
  // A package whose tests read such a file names it in `nx.namedInputs.testReads` of its package.json; one whose
  // sources read it names it in `sourceReads`, which its dependents have as well.
  expect(Object.fromEntries(undeclared.filter(([, reads]) => reads.length > 0))).toEqual({});
});

describe('a read that is missing among the inputs is found', () => {
  test.each([
    ['a joined path', `readFileSync(join(__dirname, '../../../docs/a.md'))`, 'docs/a.md'],
    ['a path by parts', `readFileSync(resolve(__dirname, '../../..', 'docs', 'a.md'))`, 'docs/a.md'],
    ['a template', 'readFileSync(`${__dirname}/../../../docs/a.md`)', 'docs/a.md'],
    [
      'a constant',
      `const root = join(__dirname, '../../..'); readFileSync(join(root, 'docs/a.md'))`,
      'docs/a.md',
    ],
    ['a folder', `readdirSync(join(__dirname, '../../../docs'))`, 'docs'],
    ['an import', `import config from '../../../config.cjs';`, 'config.cjs'],
    ['a program', `execFileSync('node', [join(__dirname, '../../../config.cjs')])`, 'config.cjs'],
    ['tests of another package', `import { x } from '../../core/test/support';`, 'libs/core/test/support.ts'],
    [
      'a README of a dependency',
      `readFileSync(join(__dirname, '../../core/README.md'))`,
      'libs/core/README.md',
    ],
    ['part of a path', 'readFileSync(join(__dirname, `../../../docs/${name}.md`))', 'docs/*.md'],
  ])('%s', (_what, text, path) => {
    expect(readsOf(text)).toEqual([`${path} (libs/one/test/a.test.ts)`]);
    expect(readsOf(text, ['docs/*', 'config.cjs', 'libs/core/**/*'])).toEqual([]);
  });

  test('the root, given on, is the whole fleet', () => {
    const text = `const root = resolve(__dirname, '../../..'); synth({ root });`;
    expect(readsOf(text)).toEqual([
      'environments (libs/one/test/a.test.ts)',
      'servers (libs/one/test/a.test.ts)',
    ]);
    expect(readsOf(text, ['environments/**/*', 'servers/**/*'])).toEqual([]);
  });

  test('a helper reads for the tests that import it; a source of a dependency for its dependents', () => {
    const helper = { 'libs/one/test/help.ts': `export const page = join(__dirname, '../../../docs/a.md');` };
    expect(readsOf(`import { page } from './help'; readFileSync(page);`, [], helper)).toEqual([
      'docs/a.md (libs/one/test/a.test.ts)',
    ]);
    const source = { 'libs/core/src/index.ts': `readFileSync(join(__dirname, '../../../docs/a.md'));` };
    expect(readsOf(`import { x } from '@x/core';`, [], source)).toEqual([
      'docs/a.md (libs/core/src/index.ts)',
    ]);
  });
});

test.each([
  ['files of its own', `readFileSync(join(__dirname, '../src/x.ts'))`],
  ['sources of a dependency', `readFileSync(join(__dirname, '../../core/src/index.ts'))`],
  ['what is made', `writeFileSync(join(__dirname, '../../../dist/x'))`],
  ['where a program runs', `const root = resolve(__dirname, '../../..'); spawnSync('x', { cwd: root })`],
  [
    'a name that stands for something else',
    `const root = join(__dirname, '../../..'); inFolder((root) => read(root));`,
  ],
])('%s: no input is missing', (_what, text) => {
  expect(readsOf(text)).toEqual([]);
});

/** The undeclared reads of a test with this text, in a package of a small workspace. */
function readsOf(text: string, declared: string[] = [], more: Record<string, string> = {}): string[] {
  const root = mkdtempSync(join(tmpdir(), 'mcp-fleet-reads-'));
  const files = {
    'nx.json': json({
      namedInputs: {
        testReads: [],
        default: ['{projectRoot}/**/*'],
        production: ['default', '!{projectRoot}/test/**/*', '!{projectRoot}/README.md'],
      },
      targetDefaults: { test: { inputs: ['default', '^production', 'testReads'] } },
    }),
    'apps/none': '',
    'modules/none': '',
    'tools/none': '',
    'docs/a.md': '',
    'config.cjs': '',
    'environments/dev/environment.ts': '',
    'servers/notes/server.json': '',
    'libs/core/package.json': json({
      name: '@x/core',
      exports: { '.': { '@mcp-fleet/source': './src/index.ts' } },
    }),
    'libs/core/README.md': '',
    'libs/core/src/index.ts': '',
    'libs/core/test/support.ts': '',
    'libs/one/package.json': json({
      name: '@x/one',
      dependencies: { '@x/core': '1' },
      nx: { namedInputs: { testReads: declared.map((path) => `{workspaceRoot}/${path}`) } },
    }),
    'libs/one/test/a.test.ts': text,
    ...more,
  };
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const packages = readPackages(root);
    return undeclaredReads(packages.get('@x/one')!, packages, root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function json(value: unknown): string {
  return JSON.stringify(value);
}
