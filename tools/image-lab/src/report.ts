/** Counts what was proved. A check that fails is told at once; the others still run. */
export class Checks {
  passed = 0;
  failed = 0;

  /** Runs one check and returns what it returns, or undefined where it failed. */
  async run<T>(name: string, check: () => Promise<T> | T): Promise<T | undefined> {
    try {
      const result = await check();
      this.passed += 1;
      console.log(`  ok      ${name}`);
      return result;
    } catch (error) {
      this.failed += 1;
      console.log(`  FAILED  ${name}`);
      console.log(indented(error instanceof Error ? error.message : String(error)));
      return undefined;
    }
  }

  /** A group of checks whose set-up may fail too: then that is one failed check. */
  async group(title: string, run: () => Promise<void>): Promise<void> {
    console.log(`\n${title}`);
    const began = performance.now();
    try {
      await run();
      console.log(`  ${((performance.now() - began) / 1000).toFixed(0)} s`);
    } catch (error) {
      this.failed += 1;
      console.log(`  FAILED  ${title}: it did not come to its end`);
      console.log(indented(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    }
  }
}

/** What was not proved, and why: one line, and no failure. */
export function skipped(what: string, why: string): void {
  console.log(`  skipped ${what}: ${why}`);
}

export function must(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** A table in columns; the first column is text, the others are figures. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('   ')
      .trimEnd();
  return rows.map((row) => `  ${line(row)}`).join('\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .slice(0, 20)
    .map((line) => `          ${line}`)
    .join('\n');
}
