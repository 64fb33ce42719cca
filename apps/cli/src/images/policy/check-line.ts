import type { FleetError } from '@mcp-fleet/core';
import { throwIfAny } from '@mcp-fleet/core';

/** What one check found, as a line of the report. */
export interface CheckLine {
  readonly check: 'dockerfiles' | 'size' | 'user' | 'files' | 'secrets' | 'sbom' | 'scan';
  readonly text: string;
  /** What breaks the policy. @default - nothing */
  readonly errors?: readonly FleetError[];
}

const WIDTH = 13;

/** Says what was checked, then throws what breaks the policy. @throws FleetErrors */
export function reportChecks(lines: readonly CheckLine[], say: (line: string) => void): void {
  for (const { check, text } of lines) say(`  ${check.padEnd(WIDTH)}${text}`);
  throwIfAny(lines.flatMap(({ errors = [] }) => errors));
}
