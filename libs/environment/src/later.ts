/**
 * Keys that design and documents name but this version does not build yet. They are refused with its own code, so that a file
 * written for a later version is neither ignored nor called misspelt. An issue that builds a key removes it here.
 */
const laterKeys: readonly { readonly at: RegExp; readonly keys: readonly string[] }[] = [
  { at: /^$/, keys: ['agentGateway'] },
];

/** Whether a key at a path belongs to a later version. */
export function isLaterKey(path: string, key: string): boolean {
  return laterKeys.some(({ at, keys }) => at.test(path) && keys.includes(key));
}
