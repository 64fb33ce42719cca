/** Label of our images that says what they hold, as JSON: server → commit or version, and router → version. */
export const CONTENTS_LABEL = 'io.mcp-fleet.contents';

/** What an image holds, by server; the key of the router is `router`. */
export type Contents = Readonly<Record<string, string>>;

/** The value of the label: sorted, so that the same contents make the same image. */
export function contentsLabel(contents: Contents): string {
  return JSON.stringify(Object.fromEntries(Object.entries(contents).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** What the label says; undefined where there is none, or one that is not ours. */
export function readContents(
  labels: Readonly<Record<string, string>> | null | undefined,
): Contents | undefined {
  try {
    const value: unknown = JSON.parse(labels?.[CONTENTS_LABEL] ?? '');
    const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isRecord || !Object.values(value).every((held) => typeof held === 'string')) return undefined;
    return 'router' in value ? (value as Contents) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an image holds exactly the servers that are wanted. Any router will do: the tag is made from its sources too. */
export function holds(contents: Contents | undefined, wanted: Contents): contents is Contents {
  if (contents === undefined) return false;
  return contentsLabel({ ...contents, router: '' }) === contentsLabel({ ...wanted, router: '' });
}
