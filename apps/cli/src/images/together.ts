import { FleetError, FleetErrors, throwIfAny } from '@mcp-fleet/core';

/**
 * Does it for all at once, and gives all results or says all that is wrong, in the order of the items; one cause that
 * stops several is said once.
 *
 * @throws FleetErrors
 */
export async function together<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const tried = await Promise.all(
    items.map(async (item) => {
      const errors = new ErrorList();
      return { errors, result: await errors.collect(() => run(item)) };
    }),
  );
  const all = new ErrorList();
  for (const { errors } of tried) all.add(errors.list());
  all.throwIfAny();
  return tried.map(({ result }) => result as R);
}

/** Errors of things that do not stop each other. */
export class ErrorList {
  /** By what they say. */
  private readonly errors = new Map<string, FleetError>();

  /** Its result; undefined where it threw errors that have words, which are kept. */
  async collect<R>(run: () => Promise<R>): Promise<R | undefined> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof FleetError) this.add([error]);
      else if (error instanceof FleetErrors) this.add(error.errors);
      else throw error;
      return undefined;
    }
  }

  add(errors: readonly FleetError[]): void {
    for (const error of errors) this.errors.set(error.message, error);
  }

  list(): FleetError[] {
    return [...this.errors.values()];
  }

  /** @throws FleetErrors */
  throwIfAny(): void {
    throwIfAny(this.list());
  }
}
