import { FleetError, FleetErrors } from './errors';

/** A class of errors whose message is meant for users, and says all there is to say. */
export type ToldError = abstract new (...args: never[]) => Error;

/**
 * What a command prints of an error: the message of one that is meant for users, and for any other how to learn more.
 *
 * @param debug print the stack trace instead.
 * @param told classes that are meant for users, beside FleetError and FleetErrors. @default []
 */
export function describeFailure(error: unknown, debug: boolean, told: readonly ToldError[] = []): string {
  if (debug && error instanceof Error) return error.stack ?? error.message;
  const text = error instanceof Error ? error.message : String(error);
  const isTold = [FleetError, FleetErrors, ...told].some((known) => error instanceof known);
  return isTold ? text : `${text}\n\nRun again with --debug for where this comes from.`;
}
