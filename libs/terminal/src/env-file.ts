import { FleetError, throwIfAny } from '@mcp-fleet/core';

/** A value, and where it stands. */
export interface EnvLine {
  /** The value, without quotes. */
  readonly value: string;
  /** Line number, from 1. */
  readonly line: number;
}

/** The name of a variable, or of an argument of a server: `--read-only`. */
const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_]\w*|--?[A-Za-z0-9][\w-]*)\s*=\s*(.*)$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * The lines of a .env: `NAME=value`, with or without `export`, the value bare or in quotes; `#` begins a comment at the
 * start of a line, after a space behind a bare value, and anywhere behind quotes. In double quotes `\n`, `\r` and `\t` are
 * the characters that they stand for, so that a private key fits on one line; single quotes keep every character.
 *
 * Neither Node's `parseEnv` nor dotenv fits: both take the last of two lines with one name, and both pass over a line that
 * they cannot read. A secret would then be missing, or an old one used, without a word.
 *
 * @param file as messages name it
 * @throws FleetErrors with code `env-file-invalid`, by the number of the line: what is in it may be a secret.
 */
export function parseEnvFile(text: string, file: string): Map<string, EnvLine> {
  const lines = new Map<string, EnvLine>();
  const errors: FleetError[] = [];
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((raw, index) => {
      const line = index + 1;
      const content = raw.trim();
      if (content === '' || content.startsWith('#')) return;
      const [, name = '', rest = ''] = ASSIGNMENT.exec(content) ?? [];
      const value = name === '' ? undefined : valueOf(rest);
      const earlier = lines.get(name);
      if (value === undefined) {
        errors.push(
          invalid(file, line, 'a line is NAME=value; a value in quotes ends with them', 'correct it'),
        );
      } else if (earlier) {
        const rule = `a name stands once, and line ${earlier.line} has ${name}`;
        errors.push(invalid(file, line, rule, 'remove one of them'));
      } else lines.set(name, { value, line });
    });
  throwIfAny(errors);
  return lines;
}

/** Undefined where quotes do not end. */
function valueOf(rest: string): string | undefined {
  const quote = rest.charAt(0);
  if (quote !== '"' && quote !== "'") return rest.replace(/(^|\s+)#.*$/, '').trim();
  const pattern = quote === '"' ? /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/ : /^'([^']*)'\s*(?:#.*)?$/;
  const inner = pattern.exec(rest)?.[1];
  if (inner === undefined || quote === "'") return inner;
  return inner.replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

function invalid(file: string, line: number, rule: string, fix: string): FleetError {
  return new FleetError({ code: 'env-file-invalid', path: `${file}: line ${line}`, rule, fix });
}
