/**
 * Writes every generated file of this repository: `npm run docs`. With `--check` it writes nothing, lists the files
 * that are stale and exits with 1 if there is one: `npm run docs:check`.
 */
import { describeFailure } from '@mcp-fleet/core';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles, staleFiles } from './generated-files';

function generate(root: string, check: boolean): number {
  const files = generatedFiles(root);
  const stale = staleFiles(root, files);
  for (const path of stale) {
    console.log(`${check ? 'stale' : 'written'}: ${path}`);
    if (check) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path] ?? '');
  }
  if (stale.length === 0) console.log(`${Object.keys(files).length} generated files are up to date`);
  else if (check) console.log('Run: npm run docs');
  return check && stale.length > 0 ? 1 : 0;
}

try {
  process.exitCode = generate(join(__dirname, '../../..'), process.argv.includes('--check'));
} catch (error) {
  // A manifest that breaks its schema is the user's to mend: the report says it all.
  console.error(describeFailure(error, process.argv.includes('--debug')));
  process.exitCode = 1;
}
