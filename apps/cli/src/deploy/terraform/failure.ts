import type { FleetError } from '@mcp-fleet/core';
import { formatReport } from '@mcp-fleet/core';
import type { Diagnostic } from './events';

/** A command of Terraform that failed: what we can explain, then what it says itself. */
export class TerraformFailure extends Error {
  constructor(
    readonly stackName: string,
    readonly command: string,
    readonly errors: readonly FleetError[],
    readonly unexplained: readonly Diagnostic[],
    /** File with all that it printed. */
    readonly log: string,
    killed = false,
  ) {
    const how = killed ? 'was killed; the next run says what it left behind' : 'failed';
    super(text(stackName, `${command} ${how}`, errors, unexplained, log));
    this.name = 'TerraformFailure';
  }
}

function text(
  stack: string,
  command: string,
  errors: readonly FleetError[],
  unexplained: readonly Diagnostic[],
  log: string,
): string {
  const parts = errors.length > 0 ? [formatReport(errors)] : [];
  if (unexplained.length > 0 || errors.length === 0) {
    parts.push(
      [`${stack}: terraform ${command}:`, ...unexplained.map(own), `  all of it: ${log}`].join('\n'),
    );
  }
  return parts.join('\n\n');
}

function own({ summary, detail, address }: Diagnostic): string {
  const lines = [`${summary}${address ? ` (${address})` : ''}`, ...(detail ? detail.split('\n') : [])];
  return lines.map((line) => `  ${line}`.trimEnd()).join('\n');
}
