import { formatValue } from '@mcp-fleet/core';
import type { HostedZoneRef } from '@mcp-fleet/refs';

export const zone: HostedZoneRef = { zoneId: 'Z0123456789ABC', zoneName: 'example.com' };

/** One error as a user reads it. */
export const broken = (prop: string, got: unknown, rule: string, fix: string) =>
  `${prop}\n${got === undefined ? '' : `  got   ${formatValue(got)}\n`}  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;

/** Several errors as a user reads them. */
export const allBroken = (...errors: string[]) => `${errors.join('\n\n')}\n\n${errors.length} errors`;

/** A block without what cdktf notes beside it. */
export function plain(block: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(block).filter(([key]) => key !== '//'));
}
