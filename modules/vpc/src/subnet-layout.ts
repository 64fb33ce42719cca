import { formatCidr, partOf, type CidrBlock } from '@mcp-fleet/core';

/** Key of a zone. Which zone of AWS it is, the VPC says. */
export type ZoneKey = 'a' | 'b' | 'c';

/** The keys of zones, in the order in which a VPC takes them. They are in Terraform addresses. */
export const zoneKeys: readonly ZoneKey[] = ['a', 'b', 'c'];

/** Ranges of the subnets of all zones, used or not. */
export interface SubnetLayout {
  /** IPv4 ranges of the public subnets, by zone. */
  readonly publicCidrs: Readonly<Record<ZoneKey, string>>;
  /** IPv4 ranges of the private subnets, by zone. */
  readonly privateCidrs: Readonly<Record<ZoneKey, string>>;
}

/** Numbers of the subnets among the blocks that a VPC is divided into, for zone `a`; `b` and `c` follow. */
const FIRST_PUBLIC = 1;
const FIRST_PRIVATE = 10;
const FIRST_PRIVATE_OF_EIGHT = 4;
const FIRST_LARGE_PRIVATE = 1;

const LONGEST_LARGE_PREFIX = 22;

/**
 * Divides a VPC. Each zone has its place whether it is used or not, so a further zone moves no subnet.
 *
 * A VPC is cut into /24s, or into eighths where it is smaller than a /21. Public subnets are the blocks 1 to 3;
 * private ones 10 to 12, or 4 to 6 of eight: of 10.0.0.0/16 these are 10.0.1.0/24 to 10.0.3.0/24 and 10.0.10.0/24 to
 * 10.0.12.0/24. With `privatePrefixLength` the private ones are blocks of that size instead, those after the first,
 * which the public ones lie in.
 *
 * @param privatePrefixLength one of {@link largePrivatePrefixes}.
 */
export function subnetLayout(vpc: CidrBlock, privatePrefixLength?: number): SubnetLayout {
  const prefixLength = Math.max(24, vpc.prefixLength + 3);
  const blocks = 2 ** (prefixLength - vpc.prefixLength);
  const firstPrivate = blocks > 8 ? FIRST_PRIVATE : FIRST_PRIVATE_OF_EIGHT;
  return {
    publicCidrs: places(vpc, prefixLength, FIRST_PUBLIC),
    privateCidrs:
      privatePrefixLength === undefined
        ? places(vpc, prefixLength, firstPrivate)
        : places(vpc, privatePrefixLength, FIRST_LARGE_PRIVATE),
  };
}

/** The sizes that private subnets can have beside the usual one: three and what comes before them must fit. */
export function largePrivatePrefixes(vpc: CidrBlock): readonly number[] {
  const shortest = vpc.prefixLength + 2;
  return Array.from({ length: Math.max(0, LONGEST_LARGE_PREFIX - shortest + 1) }, (_, i) => shortest + i);
}

/** Numbers of the two /64s of a zone among the 256 of a VPC with IPv6. */
export function ipv6Places(key: ZoneKey): { readonly publicNumber: number; readonly privateNumber: number } {
  const at = zoneKeys.indexOf(key);
  return { publicNumber: FIRST_PUBLIC + at, privateNumber: FIRST_PRIVATE + at };
}

function places(vpc: CidrBlock, prefixLength: number, first: number): Record<ZoneKey, string> {
  const at = (index: number) => formatCidr(partOf(vpc, prefixLength, first + index));
  return { a: at(0), b: at(1), c: at(2) };
}
