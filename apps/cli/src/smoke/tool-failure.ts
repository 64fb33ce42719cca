/** What a run looks at in the result of a call. */
export interface CallResult {
  readonly isError?: boolean;
  readonly structuredContent?: unknown;
  readonly content?: readonly { readonly type: string; readonly text?: unknown }[];
}

/**
 * The text of a call that failed: one with `isError`, or with `"success": false` in its object or in a text that is
 * one, which some servers answer instead. The router counts the same results in `ErrorsTool`.
 */
export function toolFailure({ isError, structuredContent, content = [] }: CallResult): string | undefined {
  const texts = content.flatMap(({ text }) => (typeof text === 'string' ? [text] : []));
  const failed = isError === true || isUnsuccessful(structuredContent) || texts.some(holdsUnsuccessful);
  return failed ? texts.join(' ') || JSON.stringify(structuredContent ?? {}) : undefined;
}

function holdsUnsuccessful(text: string): boolean {
  try {
    return isUnsuccessful(JSON.parse(text));
  } catch {
    return false;
  }
}

function isUnsuccessful(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { success?: unknown }).success === false;
}
