import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes beside the file and moves it there: a reader sees the old or the new one, never half of it. */
export function replaceFile(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } finally {
    rmSync(beside, { force: true });
  }
}
