import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hook = join(__dirname, '../typescript-hook.cjs');
const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-hook-'));
const file = join(folder, 'file.ts');
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the file, and says whether the compiler was loaded for it. */
function run(text: string): { printed: string; compiled: boolean } {
  writeFileSync(
    file,
    `${text}\nconsole.log(Object.keys(require.cache).some((it) => /swc.+\\.node$/.test(it)));\n`,
  );
  const output = execFileSync(process.execPath, ['-r', hook, file], { encoding: 'utf8', stdio: 'pipe' });
  const [printed = '', compiled] = output.trimEnd().split('\n');
  return { printed, compiled: compiled === 'true' };
}

test('a file is compiled once, and again when it changes', () => {
  const one = `const n: number = ${Date.now()}; console.log(n > 0 ? 'one' : '');`;
  expect(run(one)).toEqual({ printed: 'one', compiled: true });
  expect(run(one)).toEqual({ printed: 'one', compiled: false });
  expect(run(one.replace('one', 'two'))).toEqual({ printed: 'two', compiled: true });
});

test('what is put off works as ever once it is used: messages of zod', () => {
  const text = `
    const z = require('${require.resolve('zod')}');
    z.config(z.locales.de());
    console.log(z.string().safeParse(1).error?.issues[0].message);`;
  expect(run(text).printed).toMatch(/Ungültige/);
});

test('archives of cdktf', () => {
  writeFileSync(join(folder, 'content.txt'), 'content');
  const text = `
    const { App, AssetType, TerraformAsset, TerraformStack } = require('${require.resolve('cdktf')}');
    const app = new App({ outdir: ${JSON.stringify(join(folder, 'out'))} });
    const stack = new TerraformStack(app, 'stack');
    new TerraformAsset(stack, 'asset', { path: ${JSON.stringify(folder)} + '/content.txt', type: AssetType.FILE });
    const archiver = require('${require.resolve('cdktf')}'.replace('lib/index.js', 'lib/private/fs.js'));
    archiver.archiveSync(${JSON.stringify(folder)}, ${JSON.stringify(join(folder, 'a.zip'))});
    console.log(require('fs').readFileSync(${JSON.stringify(join(folder, 'a.zip'))}).subarray(0, 2).toString());`;
  expect(run(text).printed).toBe('PK');
});
