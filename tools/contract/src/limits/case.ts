import type { limits } from '@mcp-fleet/core';
import { synthFleet } from '@mcp-fleet/fleet';
import { synthesised, testStack, type TerraformJson } from '@mcp-fleet/testing';
import {
  environmentFile,
  inProject,
  merge,
  validEnvironment,
  validFiles,
  type Change,
} from '@mcp-fleet/testing/fleet';
import type { TerraformStack } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Blocks of resources by type and Terraform id, of one stack or of all of an environment. */
export type Resources = NonNullable<TerraformJson['resource']>;

/** A value that is tried. */
export type Value = string | number;

/** Who refuses what is beyond a limit, and how it is tried. */
export interface LimitCase {
  /** `plan`, or the folder of a module. */
  readonly by: string;
  /** Makes something with the value, or throws what a user reads. */
  readonly make: (value: never) => Resources;
  /** Whether the value is in what was made. */
  readonly shows: (made: Resources, value: never) => boolean;
  /** The value of a size: a text of so many characters. @default - the size itself */
  readonly ofSize?: (size: number) => Value;
  /** The value counts the characters of a text that is made of it. @default false */
  readonly text?: true;
  /** Between a number at the edge and the next one. @default 1 */
  readonly step?: number;
  /** The last size that fits and the first that does not, where not every size can be made. @default - from the limit */
  readonly sizes?: { readonly edge: number; readonly beyond: number };
  /** A value that matches the pattern, and one that does not. @default - nothing of the pattern is tried */
  readonly pattern?: { readonly good: Value; readonly bad: Value };
  /** Bounds that are tried. @default - all that the limit has */
  readonly bounds?: readonly Bound[];
  /** What the report says. @default - the limit as a sentence, with its source */
  readonly says?: string;
  /** The same with a raised quota: twice as much fits. */
  readonly raised?: (value: never, quota: number) => Resources;
}

/** A value that a module writes itself, the same for everybody or made of parts that are short enough. */
export interface FixedValue {
  readonly by: string;
  readonly make: () => Resources;
  /** All values of the kind in what was made. */
  readonly values: (made: Resources) => readonly Value[];
  /** What it writes for data of so much that one value holds it, up to the limit; beyond it, several. @default - one */
  readonly ofSize?: (size: number) => Resources;
  /** One that the limit would refuse. */
  readonly beyond: Value;
}

/** A bound of a limit. */
export type Bound = 'min' | 'max' | 'values' | 'pattern';

/** How a limit is held. */
export interface HeldLimit {
  readonly cases?: readonly LimitCase[];
  readonly fixed?: FixedValue;
  /** Bounds that nothing can break, with the reason. @default {} */
  readonly outOfReach?: Readonly<Partial<Record<Bound, string>>>;
}

/** The limits of a service, each with how it is held. */
export type ServiceCases<S extends keyof typeof limits> = {
  readonly [Name in keyof (typeof limits)[S]]: HeldLimit;
};

/** What a construct in a stack of its own synthesises to. */
export function made(build: (stack: TerraformStack) => void): Resources {
  const stack = testStack();
  build(stack);
  return synthesised(stack).resource ?? {};
}

/** What the valid environment synthesises to with a change laid over it. */
export function environment(change: Change, files: Readonly<Record<string, string>> = {}): Resources {
  const file = environmentFile(merge(validEnvironment, change));
  return inProject({ ...validFiles, 'environments/dev/environment.ts': file, ...files }, (root) => {
    const outdir = join(root, 'out');
    const all: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {};
    for (const stack of synthFleet({ root, outdir, environment: 'dev' }).stacks) {
      const text = readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
      for (const [type, blocks] of Object.entries((JSON.parse(text) as TerraformJson).resource ?? {})) {
        for (const [id, block] of Object.entries(blocks)) (all[type] ??= {})[`${stack}.${id}`] = block;
      }
    }
    return all;
  });
}

/** Every value of an argument in the resources of a type; dots lead into blocks, lists and JSON texts. */
export function values(all: Resources, type: string, path: string): Value[] {
  const parts = path.split('.');
  return Object.values(all[type] ?? {}).flatMap((block) => reach(block, parts));
}

function reach(value: unknown, [part, ...rest]: readonly string[]): Value[] {
  if (Array.isArray(value))
    return value.flatMap((item) => reach(item, part === undefined ? [] : [part, ...rest]));
  if (part === undefined) return typeof value === 'string' || typeof value === 'number' ? [value] : [];
  const inner = typeof value === 'string' && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value;
  if (inner !== value && Array.isArray(inner)) return reach(inner, [part, ...rest]);
  if (typeof inner !== 'object' || inner === null) return [];
  if (part === '*') return Object.values(inner).flatMap((item) => reach(item, rest));
  return reach((inner as Readonly<Record<string, unknown>>)[part], rest);
}

/** The value stands in an argument of a resource, alone or, with `as`, as what it has become. */
export function at<V extends Value>(type: string, path: string, as: (value: V) => Value = (value) => value) {
  return (all: Resources, value: V): boolean =>
    values(all, type, path)
      .map(String)
      .includes(String(as(value)));
}

/** As many values stand in an argument, over all resources of a type. */
export function countOf(type: string, path: string) {
  return (all: Resources, count: number): boolean => values(all, type, path).length === count;
}

/** The value stands somewhere in the resources, as JSON has it. */
export function anywhere(all: Resources, value: Value): boolean {
  return JSON.stringify(all).includes(String(value));
}

/** A text of so many letters `a`, between two others. */
export function letters(size: number, before = '', after = ''): string {
  return `${before}${'a'.repeat(Math.max(0, size - before.length - after.length))}${after}`;
}

/** A record with so many keys. */
export function record<T>(
  count: number,
  make: (key: string, index: number) => T,
  prefix = 'k',
): Record<string, T> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, i): [string, T] => [`${prefix}${i}`, make(`${prefix}${i}`, i)]),
  );
}
