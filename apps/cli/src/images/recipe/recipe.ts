import { shortHash } from '@mcp-fleet/core';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../build/repository';
import { REPOSITORY, dockerfiles, routerFiles } from '../build/repository';

const FILE = 'libs/plan/src/image-recipe.ts';
/** Part of the hash: raised where an image changes for a reason that no file shows. */
const FORMAT = '1';

/** The text of libs/plan/src/image-recipe.ts: hashes of all that is the same in every image. */
export function recipeText(recipe: readonly SourceFile[], router: readonly SourceFile[]): string {
  return `/** Written by \`npm run images:recipe\`. Edits here are lost. */

/** Of the Dockerfiles and the sources of the router: part of every image tag. */
export const IMAGE_RECIPE = '${hashOf([...recipe, ...router])}';
/** Of the sources of the router alone: its version in what an image holds. */
export const ROUTER_SOURCES = '${hashOf(router)}';
`;
}

function hashOf(files: readonly SourceFile[]): string {
  return shortHash([FORMAT, ...files.map(({ path, text }) => `${path}\n${text}`)].join('\0'), 12);
}

/** Whether the file says what the sources are now. */
export function isRecipeFresh(): boolean {
  return readFileSync(join(REPOSITORY, FILE), 'utf8') === recipeText(dockerfiles(), routerFiles());
}

if (require.main === module) {
  writeFileSync(join(REPOSITORY, FILE), recipeText(dockerfiles(), routerFiles()));
  process.stdout.write(`${FILE} written: image tags follow the Dockerfiles and the router.\n`);
}
