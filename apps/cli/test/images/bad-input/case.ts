import type { ErrorCode } from '@mcp-fleet/core';

/** One thing that goes wrong when images are made, checked or pushed, and the report that a user then reads. */
export interface BadImage {
  readonly code: ErrorCode;
  /** What is wrong, where a code has several cases. */
  readonly title?: string;
  /** What brings it. */
  readonly run: () => Promise<unknown>;
  /** The whole report. A host and port of a stand-in is `<registry>` in it. */
  readonly report: string;
}

/** A text that is indented with the code around it. */
export function dedent(strings: TemplateStringsArray): string {
  const lines = (strings.raw[0] ?? '').replace(/^\n/, '').trimEnd().split('\n');
  const indent = Math.min(...lines.filter(Boolean).map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent)).join('\n');
}
