import { isUnresolved, limits, type PropChecks } from '@mcp-fleet/core';
import type { HostedZoneRef } from '@mcp-fleet/refs';

/** A host that is a domain name, in a zone. What only Terraform knows is not compared. */
export function checkHost(checks: PropChecks, prop: string, host: string, zone?: HostedZoneRef): PropChecks {
  checks.within(prop, limits.route53.host, host, 'write it like mcp.example.com');
  return zone ? checkZone(checks, prop, host, zone) : checks;
}

/** A name that a zone can answer for: its own, or one below it. */
export function checkZone(
  checks: PropChecks,
  prop: string,
  value: string,
  { zoneName }: HostedZoneRef,
): PropChecks {
  const known = !isUnresolved(value) && !isUnresolved(zoneName);
  return checks.must(!known || value === zoneName || value.endsWith(`.${zoneName}`), {
    prop,
    value,
    rule: `records are made in the zone ${zoneName}, which answers for its own name and those below it`,
    fix: `use a name that ends in .${zoneName}, or give the zone of this one`,
  });
}
