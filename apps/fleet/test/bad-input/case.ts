import type { ErrorCode } from '@mcp-fleet/core';

/** Part of an environment file that is laid over a valid one; undefined removes a key. */
export type Change = { readonly [key: string]: unknown };

/** One way to get something wrong, and the report that a user then reads. */
export interface BadInput {
  readonly code: ErrorCode;
  /** What is wrong, where a code has several cases. */
  readonly title?: string;
  /** What differs from the valid environment `dev` of base.ts. */
  readonly change?: Change;
  /** Files laid over the valid project, by path; `null` removes one. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** The environment that is asked for. @default 'dev' */
  readonly environment?: string;
  /** Whether warnings are errors, so that the report has them. */
  readonly strict?: true;
  /** Where the Terraform JSON is to go. @default 'out' */
  readonly out?: string;
  /** For rules that no file can break: code that does, and its text for the page. */
  readonly example?: { readonly text: string; readonly run: () => void };
  /** The whole report. */
  readonly report: string;
}

/** A text that is indented with the code around it. */
export function dedent(strings: TemplateStringsArray): string {
  const lines = (strings.raw[0] ?? '').replace(/^\n/, '').trimEnd().split('\n');
  const indent = Math.min(...lines.filter(Boolean).map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent)).join('\n');
}

/** An environment file that exports an object as it is. */
export function environmentFile(environment: unknown): string {
  return `export default ${print(environment, '')};\n`;
}

/** An object as a person would write it in TypeScript. */
export function print(value: unknown, indent = ''): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => print(item, inner))
    : Object.entries(value).map(([key, item]) => `${name(key)}: ${print(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const line = parts.length > 0 ? `${open} ${parts.join(', ')} ${close}` : `${open}${close}`;
  if (line.length <= 80 && !line.includes('\n')) return line;
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indent}${close}`;
}

function name(key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? key : `'${key}'`;
}

/** Lays a change over an object, deeply. */
export function merge(base: unknown, change: unknown): unknown {
  const mergeable = (value: unknown): value is Change =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!mergeable(base) || !mergeable(change)) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}
