import type { ErrorCode } from './codes';
import { formatReport } from './report';

/** Contents of an error: enough for a stranger to mend it without reading our code. */
export interface FleetErrorDetails {
  /** Stable name of the rule that was broken; the page docs/errors.md has one example for each. */
  readonly code: ErrorCode;
  /** Place: a dotted path in the environment file or manifest, or a construct path in a module. */
  readonly path: string;
  /** File that holds the path, as the user knows it. @default - the path says it all */
  readonly file?: string;
  /** Value that was found. Never a secret: pass HIDDEN for those. @default - there was none */
  readonly value?: unknown;
  /** The rule, as a sentence without a final dot; the source of an AWS limit in brackets. */
  readonly rule: string;
  /** Remedy, as a sentence without a final dot. */
  readonly fix: string;
  /** Known word that was most likely meant, where `fix` suggests one. @default - none is near */
  readonly meant?: string | undefined;
}

/** One broken rule. Code that can find several collects them and throws {@link FleetErrors}. */
export class FleetError extends Error {
  readonly code: ErrorCode;
  readonly path: string;
  readonly file: string | undefined;
  readonly value: unknown;
  readonly rule: string;
  readonly fix: string;
  readonly meant: string | undefined;

  constructor(details: FleetErrorDetails) {
    super();
    this.name = 'FleetError';
    this.code = details.code;
    this.path = details.path;
    this.file = details.file;
    this.value = details.value;
    this.rule = details.rule;
    this.fix = details.fix;
    this.meant = details.meant;
    this.message = formatReport([this]);
  }

  /** The same error, with the file that it is in. */
  inFile(file: string): FleetError {
    return new FleetError({ ...this.details(), file });
  }

  private details(): FleetErrorDetails {
    const { code, path, value, rule, fix, meant } = this;
    return { code, path, value, rule, fix, meant };
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

/** Path of an error; of a key that is misspelt, the path of the key that was meant. */
export function meantPath({ code, path, meant }: FleetError): string {
  if (code !== 'unknown-key' || meant === undefined) return path;
  return [...path.split('.').slice(0, -1), meant].join('.');
}
