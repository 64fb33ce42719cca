import type { TerraformCall } from './terraform-log';

const COLUMNS = ['stack', 'resources', 'apply s', 'plan s', 'destroy s'] as const;

/** A table of what each stack took: the longest of each command, and the resources it had at most. */
export function stackTable(calls: readonly TerraformCall[], resources: ReadonlyMap<string, number>): string {
  const stacks = [...new Set(calls.map(({ stack }) => stack))].filter((stack) => resources.has(stack)).sort();
  const longest = (stack: string, command: string) => {
    const seconds = calls
      .filter((call) => call.stack === stack && call.command === command)
      .map((c) => c.seconds);
    return seconds.length > 0 ? Math.max(...seconds).toFixed(1) : '–';
  };
  const rows = stacks.map((stack) => [
    stack,
    String(resources.get(stack)),
    longest(stack, 'apply'),
    longest(stack, 'plan'),
    longest(stack, 'destroy'),
  ]);
  return table([[...COLUMNS], ...rows]);
}

export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('   ');
  return rows.map(line).join('\n');
}
