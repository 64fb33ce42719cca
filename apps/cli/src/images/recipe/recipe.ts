import { shortHash } from '@mcp-fleet/core';
import type { ImageRecipe } from '@mcp-fleet/fleet';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../build/repository';
import { DOCKERFILE_FOLDER, REPOSITORY, dockerfiles, routerFiles } from '../build/repository';

const FILE = `${DOCKERFILE_FOLDER}/recipe.json`;
/** Part of the hash: raised where an image changes for a reason that no file shows. */
const FORMAT = '1';

/** Hashes of what all images have in common. */
export function recipeOf(recipe: readonly SourceFile[], router: readonly SourceFile[]): ImageRecipe {
  return { images: hashOf([...recipe, ...router]), router: hashOf(router) };
}

function hashOf(files: readonly SourceFile[]): string {
  return shortHash([FORMAT, ...files.map(({ path, text }) => `${path}\n${text}`)].join('\0'), 12);
}

/** The text that recipe.json must have for the sources as they are now. */
function recipeText(): string {
  return `${JSON.stringify(recipeOf(dockerfiles(), routerFiles()), null, 2)}\n`;
}

/** True if recipe.json matches the Dockerfiles and the router's sources. */
export function isRecipeFresh(): boolean {
  return readFileSync(join(REPOSITORY, FILE), 'utf8') === recipeText();
}

if (require.main === module) {
  writeFileSync(join(REPOSITORY, FILE), recipeText());
  process.stdout.write(`${FILE} written: image tags follow the Dockerfiles and the router.\n`);
}
