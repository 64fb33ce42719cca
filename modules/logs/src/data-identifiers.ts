import { credentialPatterns as patterns } from '@mcp-fleet/core';

/**
 * What CloudWatch Logs itself finds of credentials, as the ends of their ARNs; the ids in the same table of the page are
 * written otherwise in one case.
 */
// Source: docs:logs/protect-sensitive-log-data-types-credentials.
export const managedIdentifiers = [
  'AwsSecretKey',
  'OpenSshPrivateKey',
  'PgpPrivateKey',
  'PkcsPrivateKey',
  'PuttyPrivateKey',
] as const;

/** One of {@link managedIdentifiers}. */
export type ManagedIdentifier = (typeof managedIdentifiers)[number];

/**
 * What else is a credential by its form, by name: regular expressions as CloudWatch takes them, which have no groups, no
 * quotes and no colons. The same are refused in settings.
 */
export const credentialPatterns: Readonly<Record<string, string>> = patterns;
