import * as fc from 'fast-check';
import { oddValue } from './odd-values';

type Path = readonly (string | number)[];
type Container = Record<string | number, unknown>;

/** One change of a value somewhere in a file. */
export interface Mutation {
  /** Which of all places, counted around. */
  readonly place: number;
  readonly kind: 'remove' | 'replace' | 'rename' | 'copy';
  /** What is put there, or what a key is called. */
  readonly value: unknown;
  /** The place that is copied from. */
  readonly other: number;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  kind: fc.constantFrom<Mutation['kind']>('remove', 'replace', 'rename', 'copy'),
  value: oddValue,
  other: fc.nat(),
});

/** The value with the change in it; the value itself stays as it was. */
export function mutated(value: unknown, { place, kind, value: odd, other }: Mutation): unknown {
  const copy = copyOf(value);
  const places = placesIn(copy, []);
  if (places.length === 0) return copy;
  const path = places[place % places.length] as Path;
  const parent = at(copy, path.slice(0, -1)) as Container;
  const key = path.at(-1) as string | number;
  if (kind === 'remove') delete parent[key];
  else if (kind === 'replace') parent[key] = odd;
  else if (kind === 'copy') parent[key] = copyOf(at(copy, places[other % places.length] as Path));
  else if (typeof key === 'string') {
    const name = typeof odd === 'string' ? odd : `${key}x`;
    // Defined, so that a name like __proto__ is a property as any other.
    Object.defineProperty(parent, name, {
      value: parent[key],
      enumerable: true,
      configurable: true,
      writable: true,
    });
    if (name !== key) delete parent[key];
  }
  return copy;
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)]));
}

function placesIn(value: unknown, path: Path): Path[] {
  const entries = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return entries.flatMap(([key, item]) => [[...path, key], ...placesIn(item, [...path, key])]);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Container)[key], value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
