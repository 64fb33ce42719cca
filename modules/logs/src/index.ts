/**
 * What one reads in logs, and what nobody should: masking of credentials as they come in, and saved queries over the
 * lines of mcp-fleet's router.
 *
 * The router masks the secrets that it knows. Masking here is for those that it does not: what callers send, what servers
 * fetch. CloudWatch finds them by their form, so what has none gets through. AWS bills each GB that is looked at.
 *
 * @packageDocumentation
 */
export { credentialPatterns, managedIdentifiers, type ManagedIdentifier } from './data-identifiers';
export * from './log-data-protection';
export { routerQueries, type RouterQuery } from './router-queries';
export * from './saved-queries';
