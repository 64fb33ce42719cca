import type { ErrorCode } from './codes';
import { formatReport } from './report';

/** What an error says: enough for a stranger to mend it without reading our code. */
export interface FleetErrorDetails {
  /** Stable name of the rule that was broken; the page docs/errors.md has one example for each. */
  readonly code: ErrorCode;
  /** Where: a dotted path in the environment file or manifest, or a construct path in a module. */
  readonly path: string;
  /** File that holds the path, as the user knows it. @default - the path says it all */
  readonly file?: string;
  /** What was got. Never a secret: pass HIDDEN for those. @default - nothing was got */
  readonly value?: unknown;
  /** The rule, as a sentence without a final dot; the source of an AWS limit in brackets. */
  readonly rule: string;
  /** What to do, as a sentence without a final dot. */
  readonly fix: string;
}

/** One broken rule. Code that can find several collects them and throws {@link FleetErrors}. */
export class FleetError extends Error {
  readonly code: ErrorCode;
  readonly path: string;
  readonly file: string | undefined;
  readonly value: unknown;
  readonly rule: string;
  readonly fix: string;

  constructor(details: FleetErrorDetails) {
    super();
    this.name = 'FleetError';
    this.code = details.code;
    this.path = details.path;
    this.file = details.file;
    this.value = details.value;
    this.rule = details.rule;
    this.fix = details.fix;
    this.message = formatReport([this]);
  }

  /** The same error, said of a file. */
  inFile(file: string): FleetError {
    return new FleetError({ ...this.details(), file });
  }

  private details(): FleetErrorDetails {
    const { code, path, value, rule, fix } = this;
    return { code, path, value, rule, fix };
  }
}

/** All broken rules of one run; its message is the report that a user reads. */
export class FleetErrors extends Error {
  constructor(readonly errors: readonly FleetError[]) {
    super(formatReport(errors));
    this.name = 'FleetErrors';
  }
}

/** Throws {@link FleetErrors} unless the list is empty. */
export function throwIfAny(errors: readonly FleetError[]): void {
  if (errors.length > 0) throw new FleetErrors(errors);
}
