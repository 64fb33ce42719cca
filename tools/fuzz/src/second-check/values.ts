/** A value of JSON, of which nothing is known yet. */
export type Block = Readonly<Record<string, unknown>>;

/** Terraform writes a block that stands once as an object, or as a list of one. */
export function blocks(value: unknown): readonly Block[] {
  return list(value).filter((item): item is Block => typeof item === 'object' && item !== null);
}

/** What may be one value or several. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

export function texts(value: unknown): readonly string[] {
  return list(value).map(String);
}

/** The object, or an empty one. */
export function object(value: unknown): Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Block) : {};
}

/** What occurs more than once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}

/** JSON that an attribute holds as text, or undefined where it is none. */
export function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
