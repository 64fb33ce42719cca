/**
 * Masking of credentials in logs as they are ingested, and saved queries over the lines of mcp-fleet's router.
 *
 * The router masks the secrets that it knows. The masking in this package is for the others: credentials that callers send
 * or servers fetch. CloudWatch recognises them by their format, so credentials without a known format are not masked. AWS
 * bills each GB that it scans.
 *
 * @packageDocumentation
 */
export { credentialPatterns, managedIdentifiers, type ManagedIdentifier } from './data-identifiers';
export * from './log-data-protection';
export { routerQueries, type RouterQuery } from './router-queries';
export * from './saved-queries';
