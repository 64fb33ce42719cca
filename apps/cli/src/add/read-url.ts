const TIMEOUT_SECONDS = 30;

/** Body of a successful answer. Rejects with one line otherwise. */
export async function readUrl(url: string): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
    });
  } catch (error) {
    // The message of fetch is "fetch failed"; what failed is its cause.
    const { cause, message } = error as Error;
    const code = (cause as NodeJS.ErrnoException | undefined)?.code;
    throw new Error(code ?? message, { cause: error });
  }
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return answer.text();
}
