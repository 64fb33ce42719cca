'use strict';
/**
 * What an image is built from lies outside this package: the Dockerfiles with their policy, and the router. `npm pack`
 * takes them along in `assets/`, in the folders that they have in the repository, and removes that copy afterwards: a copy
 * that stayed would be read instead of the files that a developer edits.
 */
const { cpSync, rmSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const assets = join(__dirname, 'assets');
const SOURCES = [
  'servers/images',
  'apps/router/go.mod',
  'apps/router/go.sum',
  'apps/router/cmd',
  'apps/router/internal',
  'apps/router/schema',
];

rmSync(assets, { recursive: true, force: true });
if (!process.argv.includes('--remove')) {
  for (const source of SOURCES)
    cpSync(join(root, source), join(assets, source), { recursive: true, filter: isPublished });
}

/** Tests of the router are no part of an image. */
function isPublished(path) {
  return !path.endsWith('_test.go') && !/[\\/]testdata([\\/]|$)/.test(path);
}
