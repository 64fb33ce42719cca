const EVERY_SECONDS = 10;

/**
 * Does work that prints nothing, and shows every ten seconds that it is still under way.
 *
 * @param what `Still building the router`
 */
export async function withSignsOfLife<T>(
  what: string,
  progress: (text: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  let seconds = 0;
  const timer = setInterval(
    () => progress(`${what}, ${(seconds += EVERY_SECONDS)} s`),
    EVERY_SECONDS * 1_000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
