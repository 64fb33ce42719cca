import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './bad-input/errors-page';
import { limitsPage } from './limits/limits-page';

/** Writes the pages that are made of tables of tests; with `--check` it only says which are stale. */
const check = process.argv.includes('--check');
const pages = { 'docs/errors.md': errorsPage(), 'docs/limits.md': limitsPage() };
for (const [name, page] of Object.entries(pages)) {
  const file = join(__dirname, '../../..', name);
  if (existsSync(file) && readFileSync(file, 'utf8') === page) continue;
  process.stdout.write(`${check ? 'stale' : 'written'}: ${name}\n`);
  if (check) process.exitCode = 1;
  else writeFileSync(file, page);
}
if (process.exitCode === 1) process.stdout.write('Run: npm run docs\n');
