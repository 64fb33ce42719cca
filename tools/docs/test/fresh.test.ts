import { join } from 'node:path';
import { generatedFiles, staleFiles } from '../src/generated-files';
import { tree } from './support';

const root = join(__dirname, '../../..');
const files = generatedFiles(root);

test('every generated file is up to date; `npm run docs` writes them anew', () => {
  expect(staleFiles(root, files)).toEqual([]);
});

test('pages of every kind are generated, in a fixed order', () => {
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining([
      'apps/router/testdata/servers/gitlab.json',
      'docs/environment-file.md',
      'docs/servers.md',
      'libs/catalog/schema/deployment.schema.json',
      'libs/core/README.md',
      'libs/environment/schema/environment.schema.json',
      'modules/ecr/README.md',
    ]),
  );
  expect(Object.keys(files)).toEqual([...Object.keys(files)].sort());
});

test('nothing generated depends on the machine', () => {
  for (const content of Object.values(files)) {
    expect(content).not.toContain(root);
    expect(content).not.toContain('\r');
    expect(content.endsWith('\n')).toBe(true);
  }
});

test('changed and missing files are stale', () => {
  const folder = tree({ 'same.md': 'a\n', 'changed.md': 'b\n' });
  const expected = { 'same.md': 'a\n', 'changed.md': 'a\n', 'missing.md': 'a\n' };
  expect(staleFiles(folder, expected)).toEqual(['changed.md', 'missing.md']);
});
