/** A block of IPv4 addresses. */
export interface CidrBlock {
  /** Its first address as a number. */
  readonly first: number;
  /** How many leading bits all its addresses share, 0 to 32. */
  readonly prefixLength: number;
}

const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'];

/** A block from its text, `10.0.0.0/16`; undefined where it is none, or its address is not its first. */
export function parseCidr(text: string): CidrBlock | undefined {
  const numbers = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)?.slice(1).map(Number);
  if (numbers === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefixLength = 0] = numbers;
  const block = { first: ((a * 256 + b) * 256 + c) * 256 + d, prefixLength };
  const sound = Math.max(a, b, c, d) <= 255 && prefixLength <= 32 && block.first % sizeOf(prefixLength) === 0;
  return sound && formatCidr(block) === text ? block : undefined;
}

/** The text of a block. */
export function formatCidr({ first, prefixLength }: CidrBlock): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${bytes.join('.')}/${prefixLength}`;
}

/** The part of a block with the given number, from 0, when it is divided into blocks of one size. */
export function partOf(block: CidrBlock, prefixLength: number, index: number): CidrBlock {
  return { first: block.first + index * sizeOf(prefixLength), prefixLength };
}

/** Whether two blocks share an address. */
export function cidrsOverlap(a: CidrBlock, b: CidrBlock): boolean {
  return a.first < b.first + sizeOf(b.prefixLength) && b.first < a.first + sizeOf(a.prefixLength);
}

/** Whether all addresses of a block are private ones: of RFC 1918, or shared ones of RFC 6598. */
export function isPrivateCidr(block: CidrBlock): boolean {
  return PRIVATE.some((text) => {
    const range = parseCidr(text);
    return range !== undefined && block.prefixLength >= range.prefixLength && cidrsOverlap(range, block);
  });
}

function sizeOf(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}
