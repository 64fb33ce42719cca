import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './errors-page';

/** Writes docs/errors.md; with `--check` it only says whether the page is stale. */
const file = join(__dirname, '../../../../docs/errors.md');
const page = errorsPage();
const fresh = existsSync(file) && readFileSync(file, 'utf8') === page;
if (process.argv.includes('--check')) {
  if (!fresh) process.stdout.write('stale: docs/errors.md\nRun: npm run docs\n');
  process.exitCode = fresh ? 0 : 1;
} else if (!fresh) {
  writeFileSync(file, page);
  process.stdout.write('written: docs/errors.md\n');
}
