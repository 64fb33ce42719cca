import type { Policy } from './policy';

/** Variable with values that must be nowhere, one a line: for tests that put a canary into a build or a run. */
export const CANARY = 'MCP_FLEET_CANARY';
const SHORTEST_CANARY = 8;

/** Something that looks like a secret. It says where, never what. */
export interface SecretFinding {
  readonly rule: string;
  /** Path in the image, or the part of its configuration. */
  readonly where: string;
}

/** Looks into a text or the content of a file. */
export type SecretSearch = (where: string, content: Buffer, isFile: boolean) => SecretFinding[];

/** Makes the search of a policy. */
export function secretSearch(
  { rules, allowed }: Policy['secrets'],
  canaries: readonly string[] = canariesOf(process.env[CANARY]),
): SecretSearch {
  const compiled = rules.map(({ id, path, keywords, pattern }) => ({
    id,
    path: path === undefined ? undefined : new RegExp(path),
    keywords: keywords?.map((keyword) => Buffer.from(keyword)),
    pattern: pattern === undefined ? undefined : new RegExp(pattern),
  }));
  const known = allowed.map(({ rule, path }) => ({ rule, path: new RegExp(path) }));
  const canaryBytes = canaries.flatMap((canary) => [
    Buffer.from(canary),
    Buffer.from(Buffer.from(canary).toString('base64').replace(/=+$/, '')),
  ]);
  return (where, content, isFile) => {
    const found = compiled.filter(({ path, keywords, pattern }) => {
      if (path !== undefined && !(isFile && path.test(where))) return false;
      if (keywords && !keywords.some((keyword) => content.includes(keyword))) return false;
      // Each byte is a character of its own: a binary is searched like a text.
      return pattern === undefined || pattern.test(content.toString('latin1'));
    });
    const findings = found.map(({ id }) => ({ rule: id, where }));
    if (canaryBytes.some((canary) => content.includes(canary))) findings.push({ rule: 'canary', where });
    return findings.filter(({ rule }) => !known.some((k) => k.rule === rule && k.path.test(where)));
  };
}

function canariesOf(text = ''): string[] {
  const values = text.split('\n').filter(Boolean);
  const short = values.find((value) => value.length < SHORTEST_CANARY);
  if (short !== undefined) {
    throw new Error(`${CANARY}: a value of fewer than ${SHORTEST_CANARY} characters is found by chance`);
  }
  return values;
}
