'use strict';
/**
 * The image recipe lies beside the Dockerfiles, outside this package. `npm pack` takes a copy along, and removes it
 * afterwards: a copy that stayed would be read instead of the file that `npm run images:recipe` writes.
 */
const { copyFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const copy = join(__dirname, 'image-recipe.json');
if (process.argv.includes('--remove')) rmSync(copy, { force: true });
else copyFileSync(join(__dirname, '../../servers/images/recipe.json'), copy);
