import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Hashes of what all images have in common. `npm run images:recipe` writes them. */
export interface ImageRecipe {
  /** Hash of the Dockerfiles and the router's sources, 12 hexadecimal digits: part of every image tag. */
  readonly images: string;
  /** Hash of the router's sources, 12 hexadecimal digits: the version of the router in an image. */
  readonly router: string;
}

const PACKAGE = resolve(__dirname, '../..');
/** The published package has a copy of its own (see image-recipe.cjs). */
const PUBLISHED = join(PACKAGE, 'image-recipe.json');
const FILE = existsSync(PUBLISHED) ? PUBLISHED : resolve(PACKAGE, '../../servers/images/recipe.json');

let read: ImageRecipe | undefined;

/** The recipe of this version of mcp-fleet. It is JSON beside the Dockerfiles, not source: no package depends on it. */
export function imageRecipe(): ImageRecipe {
  return (read ??= JSON.parse(readFileSync(FILE, 'utf8')) as ImageRecipe);
}
