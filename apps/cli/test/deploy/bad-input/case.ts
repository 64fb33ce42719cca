import type { ErrorCode } from '@mcp-fleet/core';
import type { Diagnostic } from '../../../src/deploy/terraform/events';

/** One thing that goes wrong once Terraform or AWS is asked, and the report that a user then reads. */
export interface BadAnswer {
  readonly code: ErrorCode;
  /** What is wrong, where a code has several cases. */
  readonly title?: string;
  /** What Terraform says. */
  readonly diagnostic?: Diagnostic;
  /** For what Terraform does not say itself: what brings it. */
  readonly run?: () => Promise<unknown>;
  /** The whole report. */
  readonly report: string;
}

/** A text that is indented with the code around it. */
export function dedent(strings: TemplateStringsArray): string {
  const lines = (strings.raw[0] ?? '').replace(/^\n/, '').trimEnd().split('\n');
  const indent = Math.min(...lines.filter(Boolean).map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(indent)).join('\n');
}
