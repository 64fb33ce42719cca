import type { PropChecks } from './props';

/** Adds a value that another prop has already, to the checks that it was made for. */
export type UniqueNames = (prop: string, value: string, what: string) => void;

/**
 * Collects names that AWS or an engine accepts once. Two kinds of things may have one name.
 *
 * @returns adds the second of two equal names; `what` is the kind in the words of the error: 'the name of a service'.
 */
export function uniqueNames(checks: PropChecks): UniqueNames {
  const owners = new Map<string, string>();
  return (prop, value, what) => {
    const owner = owners.get(`${what} ${value}`);
    checks.must(owner === undefined, {
      prop,
      value,
      rule: `${what} is used once, and ${owner} has this one`,
      fix: 'give it a name of its own',
    });
    owners.set(`${what} ${value}`, owner ?? prop);
  };
}
