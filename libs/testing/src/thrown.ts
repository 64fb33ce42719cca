/**
 * The whole message of what a function throws, to be compared with what a user should read.
 * @throws Error where the function does not throw.
 */
export function thrownMessage(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected an error, none was thrown');
}
