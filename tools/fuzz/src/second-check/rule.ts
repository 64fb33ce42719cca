import type { Resource } from './documents';
import type { World } from './world';

/** One rule of AWS or Terraform, and what breaks it. */
export interface Rule {
  /** Unique, kebab-case. */
  readonly name: string;
  /** Where it is said: `API:` the model of an AWS API, `docs:` a page of docs.aws.amazon.com, or a sentence. */
  readonly source: string;
  /** Type of the resources that are looked at. @default - every one of the environment */
  readonly type?: string | readonly string[];
  /** What is wrong with a resource: nothing, or a sentence for each fault. */
  readonly faults: (resource: Resource, world: World) => readonly string[];
}

/** Sentences for what does not hold: `unless(a <= b, 'a is more than b')`. */
export function unless(holds: boolean, fault: string): readonly string[] {
  return holds ? [] : [fault];
}

/** A number within bounds; what only Terraform knows, or is not written, is not judged. */
export function within(value: unknown, min: number, max: number, what: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string' && value.includes('${')) return [];
  const number = Number(value);
  return unless(number >= min && number <= max, `${what} is ${String(value)}, not ${min} to ${max}`);
}

/** A whole number within bounds. */
export function whole(value: unknown, min: number, max: number, what: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string' && value.includes('${')) return [];
  const isWhole = Number.isInteger(Number(value));
  return isWhole ? within(value, min, max, what) : [`${what} is ${String(value)}, not a whole number`];
}

/** A text that matches, with a shortened quotation where it does not. */
export function matches(text: string, pattern: RegExp, what: string): readonly string[] {
  return unless(
    pattern.test(text),
    `${what} ${JSON.stringify(text.slice(0, 80))} (${text.length}) does not match ${pattern.source}`,
  );
}
