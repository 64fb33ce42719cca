import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What was installed and built on this computer: below dist, so that it can be deleted at any time. */
export function cacheFolder(root: string): string {
  return join(root, 'dist', 'serve');
}

const MARKER = '.complete';

/** Whether the folder for this key is there and whole. */
export function isFilled(folder: string, key: unknown): boolean {
  return existsSync(join(folderFor(folder, key), MARKER));
}

function folderFor(folder: string, key: unknown): string {
  return join(folder, hash([JSON.stringify(key)]));
}

/**
 * A folder that is filled once. One that was left half filled is filled anew.
 *
 * @param key everything that its content depends on
 */
export async function filled(
  folder: string,
  key: unknown,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const made = folderFor(folder, key);
  if (isFilled(folder, key)) return made;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  await fill(made);
  writeFileSync(join(made, MARKER), '');
  // What was made of other input is of no use any more.
  for (const other of readdirSync(folder)) {
    if (other !== basename(made)) rmSync(join(folder, other), { recursive: true, force: true });
  }
  return made;
}

/** Files by their path and content. */
export function hashFiles(root: string, files: readonly string[]): string {
  return hash(files.flatMap((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

function hash(texts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const text of texts) sum.update(`${text.length}:${text}`);
  return sum.digest('hex').slice(0, 12);
}
