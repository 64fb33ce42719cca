interface Credential {
  /** A regular expression as CloudWatch takes it: without groups, quotes and colons. */
  readonly pattern: string;
  /** What a whole text is that can be nothing else, though it is shorter. */
  readonly whole?: RegExp;
}

const credentials: Readonly<Record<string, Credential>> = {
  // RFC 6750: b64token, without the ~ that CloudWatch does not take.
  BearerToken: { pattern: '[Bb]earer [A-Za-z0-9_.+/-]{16,}=*', whole: /^bearer \S+$/i },
  // RFC 7519: both parts begin with {" in base64url.
  JsonWebToken: {
    pattern: 'eyJ[A-Za-z0-9_-]{8,}[.]eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]{8,}',
    whole: /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/,
  },
  // docs:iam/reference_identifiers: of a user, and of a session.
  AwsAccessKeyId: { pattern: 'A[KS]IA[A-Z0-9]{16}' },
  // https://docs.gitlab.com/security/tokens/: the prefix of personal, project and group access tokens.
  GitLabToken: { pattern: 'glpat-[A-Za-z0-9_-]{20,}', whole: /^glpat-\S/ },
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  GitHubToken: { pattern: 'gh[pousr]_[A-Za-z0-9]{36,}', whole: /^gh[pousr]_\S/ },
  GitHubFineGrainedToken: { pattern: 'github_pat_[A-Za-z0-9_]{22,}', whole: /^github_pat_\S/ },
  // https://docs.slack.dev/authentication/tokens: of a bot, a user, an app's configuration, a legacy workspace.
  SlackToken: { pattern: 'xox[abeprs]-[A-Za-z0-9-]{10,}', whole: /^xox[abeprs]-\S/ },
  // https://docs.dynatrace.com/docs/dynatrace-api/basics/dynatrace-api-authentication: prefix, public part, secret part.
  DynatraceToken: {
    pattern: 'dt0[a-z][0-9]{2}[.][A-Z0-9]{24}[.][A-Z0-9]{64}',
    whole: /^dt0[a-z]\d\d\.\S/,
  },
  // Seen, not documented: how API tokens of Atlassian begin.
  AtlassianToken: { pattern: 'ATATT3[A-Za-z0-9_=-]{50,}', whole: /^ATATT3\S/ },
};

/**
 * What is a credential by its form, by name: regular expressions as CloudWatch takes them, which have no groups, no
 * quotes and no colons.
 */
export const credentialPatterns: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(credentials).map(([name, { pattern }]) => [name, pattern]),
);

/** RFC 3986: `scheme://user:password@host`. */
const PASSWORD_IN_ADDRESS = /[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:[^\s/?#@]+@/i;

/** What a text holds that is a credential by its form, in words; undefined where nothing looks like one. */
export function credentialIn(text: string): string | undefined {
  if (PASSWORD_IN_ADDRESS.test(text)) return 'an address with a password';
  const trimmed = text.trim();
  const found = Object.values(credentials).some(
    ({ pattern, whole }) => new RegExp(pattern).test(text) || whole?.test(trimmed),
  );
  return found ? 'a token or a key by its form' : undefined;
}
