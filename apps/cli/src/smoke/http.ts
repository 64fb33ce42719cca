/** How a run talks to servers. */
export interface Connection {
  /** Sent as `Authorization: Bearer`; never printed. @default - none is sent */
  readonly token?: string;
  /** Variable that holds the token, for messages. */
  readonly tokenVariable: string;
  /** Longest wait for one answer. */
  readonly timeoutMilliseconds: number;
}

/** An answer that is not what was asked for. */
export class HttpStatus extends Error {
  constructor(
    readonly status: number,
    readonly text: string,
  ) {
    super(`HTTP ${status}`);
  }
}

const LONGEST_BODY = 64 * 1024;

/**
 * Status and body of a GET. Redirects are not followed: a POST to the same place would lose its body.
 *
 * @throws what `fetch` throws, where there is no answer at all
 */
export async function get(
  url: string,
  { timeoutMilliseconds }: Connection,
): Promise<{ status: number; body: string }> {
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMilliseconds),
    headers: { accept: 'application/json' },
  });
  const body = (await response.text()).slice(0, LONGEST_BODY);
  const location = response.headers.get('location');
  return { status: response.status, body: location ? `it redirects to ${location}` : body };
}

/** The health of one server or of all of a front door needs no token. */
export function headers({ token }: Connection): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** What a foreign program says, fit for a terminal: one line, short, without control characters and our token. */
export function foreign(text: string, { token }: Connection): string {
  const hidden = token ? text.replaceAll(token, '(token)') : text;
  const line = hidden.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT)}…` : line;
}

const LONGEST_TEXT = 200;
