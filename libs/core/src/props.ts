import { FleetError, throwIfAny } from './errors';
import type { Limit } from './limit';
import { violation } from './limit';
import { isUnresolved } from './terraform';

/** A prop of a construct that broke a rule. */
export interface BrokenProp {
  /** The prop, dotted where it is nested: 'throttle.burst'. */
  readonly prop: string;
  /** Value that was given. */
  readonly value: unknown;
  /** Rule that the value breaks, with its source. */
  readonly rule: string;
  /** What to do about it. */
  readonly fix: string;
}

/**
 * Collects what is wrong with the props of a construct and throws it all at once. Unresolved values (cdktf tokens,
 * Terraform expressions) are never compared: Terraform knows them, we do not.
 */
export class PropChecks {
  private readonly broken: BrokenProp[] = [];

  /** @param constructPath the `node.path` of the construct, as errors name it. */
  constructor(private readonly constructPath: string) {}

  /** A value within a limit of AWS. Undefined passes: a default takes its place. */
  within(
    prop: string,
    limit: Limit,
    value: number | string | undefined,
    fix = 'use a value within it',
  ): this {
    if (value === undefined || isUnresolved(value)) return this;
    const rule = violation(limit, value);
    return rule === undefined ? this : this.add({ prop, value, rule, fix });
  }

  /** A rule of our own. */
  must(holds: boolean, broken: BrokenProp): this {
    return holds ? this : this.add(broken);
  }

  /** Throws `FleetErrors` with code `invalid-props` where anything is broken. */
  done(): void {
    throwIfAny(
      this.broken.map(
        ({ prop, ...rest }) =>
          new FleetError({ code: 'invalid-props', path: `${this.constructPath}: ${prop}`, ...rest }),
      ),
    );
  }

  private add(broken: BrokenProp): this {
    this.broken.push(broken);
    return this;
  }
}
