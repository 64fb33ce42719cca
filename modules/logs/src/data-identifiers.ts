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
 * quotes and no colons.
 */
export const credentialPatterns: Readonly<Record<string, string>> = {
  // RFC 6750: b64token, without the ~ that CloudWatch does not take.
  BearerToken: '[Bb]earer [A-Za-z0-9_.+/-]{16,}=*',
  // RFC 7519: both parts begin with {" in base64url.
  JsonWebToken: 'eyJ[A-Za-z0-9_-]{8,}[.]eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]{8,}',
  // docs:iam/reference_identifiers: of a user, and of a session.
  AwsAccessKeyId: 'A[KS]IA[A-Z0-9]{16}',
  // https://docs.gitlab.com/security/tokens/: the prefix of personal, project and group access tokens.
  GitLabToken: 'glpat-[A-Za-z0-9_-]{20,}',
  // https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication: prefix, public part, secret part.
  DynatraceToken: 'dt0[a-z][0-9]{2}[.][A-Z0-9]{24}[.][A-Z0-9]{64}',
  // Seen, not documented: how API tokens of Atlassian begin.
  AtlassianToken: 'ATATT3[A-Za-z0-9_=-]{50,}',
};
