import { FleetError, throwIfAny } from '@mcp-fleet/core';

/** A value, and where it stands. */
export interface EnvLine {
  readonly value: string;
  readonly line: number;
}

const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * The lines of a .env: `NAME=value`, with or without `export`, the value bare or in quotes; `#` begins a comment at the
 * start of a line, and after a space behind a value. In double quotes `\n`, `\"` and the like are what they are in JSON.
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
