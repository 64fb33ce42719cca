import { isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import type { CertificateProps } from './certificate';
import { checkZone } from './host-checks';

/**
 * Checks the props of a certificate.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkCertificate(
  path: string,
  { domainName, subjectAlternativeNames = [], zone }: CertificateProps,
): void {
  const { route53 } = limits;
  const checks = new PropChecks(path)
    .within('domainName', route53.certificateFirstName, domainName, 'put a shorter one first')
    .within(
      'subjectAlternativeNames',
      route53.certificateFurtherNames,
      subjectAlternativeNames.length,
      'make a second certificate',
    );
  const names = { domainName, ...keyed(subjectAlternativeNames) };
  const seen = new Map<string, string>();
  for (const [prop, value] of Object.entries(names)) {
    checks
      .must(!isUnresolved(value), {
        prop,
        value,
        rule: 'a name is part of the address of its record, so it is known before Terraform runs',
        fix: 'write it out',
      })
      .within(prop, route53.certificateName, value, 'write it like mcp.example.com or *.mcp.example.com')
      .must(!seen.has(value), {
        prop,
        value,
        rule: `a name is given once; it is ${seen.get(value)} already`,
        fix: 'remove one of the two',
      });
    // The record of a wildcard is that of the name below it.
    checkZone(checks, prop, withoutWildcard(value), zone);
    seen.set(value, prop);
  }
  checks.done();
}

/** Records by the name that they are of → a name that they prove: `*.example.com` has the record of `example.com`. */
export function provedNames(names: readonly string[]): Map<string, string> {
  return new Map(names.map((name) => [withoutWildcard(name), name]));
}

function withoutWildcard(name: string): string {
  return name.replace(/^\*\./, '');
}

function keyed(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, i) => [`subjectAlternativeNames[${i}]`, name]));
}
