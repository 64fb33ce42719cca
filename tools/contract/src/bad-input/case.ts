import type { ErrorCode } from '@mcp-fleet/core';
import type { Change } from '@mcp-fleet/testing/fleet';

/** One way to get something wrong, and the report that a user then reads. */
export interface BadInput {
  readonly code: ErrorCode;
  /** What is wrong, where a code has several cases. */
  readonly title?: string;
  /** What differs from the valid environment `dev` of @mcp-fleet/testing/fleet. */
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
