/** The record with each value made anew from it and its key. */
export function mapRecord<A, B>(
  record: Readonly<Record<string, A>>,
  make: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value, key)]));
}

/** The tags of a part: those of the whole, under its own. Undefined without any, which leaves those of the provider. */
export function mergeTags(
  all: Readonly<Record<string, string>> | undefined,
  own: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  return all || own ? { ...all, ...own } : undefined;
}
