import { createHash } from 'node:crypto';
import type { Limit } from './limit';

const HASH_LENGTH = 8;

/** The first characters of the SHA-256 of a text, in hex: same text, same characters, on every machine. */
export function shortHash(text: string, length = HASH_LENGTH): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/**
 * The physical name of an AWS resource: the parts joined by hyphens. Where that is longer than the resource
 * type allows, the end gives way to a hyphen and 8 hex digits of the whole name's SHA-256, so that two long
 * names that differ stay different and the same parts always give the same name.
 */
export function physicalName(limit: Limit, parts: readonly string[]): string {
  const name = parts.join('-');
  const max = limit.max ?? Infinity;
  if (name.length <= max) return name;
  const head = name.slice(0, max - HASH_LENGTH - 1).replace(/-+$/, '');
  return `${head}-${shortHash(name)}`;
}
