import type { FleetError, FleetErrorDetails } from './errors';

/** Stands for a value that must not be printed. */
export const HIDDEN = Symbol('(a value that is not shown)');

/** A setting as it is printed: a text may be a secret by mistake, and so may a number that is too long to be one. */
export function withoutText(value: unknown): unknown {
  const plain = value === null || typeof value === 'boolean' || typeof value === 'number';
  const long = Number.isInteger(value) && !Number.isSafeInteger(value);
  return plain && !long ? value : HIDDEN;
}

const LONGEST_VALUE = 160;

/** The text of one or many errors: a block each, in the order given, and a closing count. */
export function formatReport(errors: readonly FleetError[]): string {
  const blocks = errors.map(formatError);
  if (errors.length > 1) blocks.push(`${errors.length} errors`);
  return blocks.join('\n\n');
}

/** The text of what is legal but unwise: as errors, under a heading that says what they are. */
export function formatWarnings(warnings: readonly FleetErrorDetails[]): string {
  const count = warnings.length === 1 ? '1 warning' : `${warnings.length} warnings`;
  const end = `${count}: legal at AWS, but unwise. With --strict they are errors.`;
  return [...warnings.map((warning) => `Warning\n${formatError(warning)}`), end].join('\n\n');
}

function formatError(error: FleetErrorDetails): string {
  const where = [error.file, error.path].filter(Boolean).join(': ');
  const lines = [where || '(no place)'];
  if (error.value !== undefined) lines.push(`  got   ${indent(formatValue(error.value))}`);
  lines.push(`  rule  ${indent(error.rule)}`, `  fix   ${indent(error.fix)}`, `  code  ${error.code}`);
  return lines.join('\n');
}

/** A value as it is printed in an error: JSON, cut where it is long, secrets never. */
export function formatValue(value: unknown): string {
  // A symbol stands for what must not be printed, or is better said in words.
  if (typeof value === 'symbol') return value.description ?? '';
  const text =
    JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)) ??
    String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n        ');
}
