import { ByteReader } from './byte-reader';

/** One entry of a layer. */
export interface TarEntry {
  /** Without `./` or a leading slash. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'link' | 'other';
  /** Permission bits, with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Content of a file; empty for all else. */
  readonly content: Buffer;
}

const BLOCK = 512;
const TYPES: Readonly<Record<string, TarEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'link',
  '5': 'directory',
};
/** A name that was too long for the header, in an entry of its own before it. */
const LONG_NAME = 'L';
const LONG_LINK = 'K';
const PAX = 'x';
const PAX_GLOBAL = 'g';

/**
 * The entries of a tar stream, in order: ustar, with the long names of GNU and pax. The files of a layer are of the
 * build, so nothing is written to disk: neither a path nor a link of an image can reach this computer.
 */
export async function* tarEntries(stream: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(stream);
  let next: Partial<Record<string, string>> = {};
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header.length < BLOCK || header.every((byte) => byte === 0)) return;
    checkSum(header);
    const flag = String.fromCharCode(header[156] ?? 0);
    const size = next['size'] === undefined ? number(header, 124, 12) : Number(next['size']);
    const content = await body(reader, size);
    if (flag === PAX) next = { ...next, ...paxRecords(content) };
    else if (flag === LONG_NAME) next = { ...next, path: text(content, 0, content.length) };
    else if (flag !== LONG_LINK && flag !== PAX_GLOBAL) {
      const type = TYPES[flag] ?? 'other';
      yield {
        path: clean(next['path'] ?? name(header)),
        type,
        mode: number(header, 100, 8) & 0o7777,
        uid: next['uid'] === undefined ? number(header, 108, 8) : Number(next['uid']),
        gid: next['gid'] === undefined ? number(header, 116, 8) : Number(next['gid']),
        content: type === 'file' ? content : Buffer.alloc(0),
      };
      next = {};
    }
  }
}

async function body(reader: ByteReader, size: number): Promise<Buffer> {
  const padded = Math.ceil(size / BLOCK) * BLOCK;
  const taken = await reader.take(padded);
  if (taken.length < size) throw new Error('a layer ends in the middle of a file');
  return taken.subarray(0, size);
}

/** What is no header would be read as nonsense from here on. */
function checkSum(header: Buffer): void {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : (header[i] as number);
  if (sum !== number(header, 148, 8)) throw new Error('a layer is no tar archive');
}

function name(header: Buffer): string {
  const prefix = text(header, 257, 5) === 'ustar' && header[262] === 0 ? text(header, 345, 155) : '';
  return [prefix, text(header, 0, 100)].filter(Boolean).join('/');
}

/** Octal digits; or, for what is too large for them, the number itself behind a set bit. */
function number(header: Buffer, at: number, length: number): number {
  const field = header.subarray(at, at + length);
  if ((field[0] as number) & 0x80) {
    return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, (field[0] as number) & 0x7f);
  }
  return Number.parseInt(text(field, 0, length).trim() || '0', 8);
}

function text(bytes: Buffer, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

/** Records of the form `<length> <key>=<value>\n`. The length counts bytes. */
function paxRecords(content: Buffer): Record<string, string> {
  const records: Record<string, string> = {};
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = Number(content.toString('latin1', at, space));
    if (space < 0 || !(length > 0)) break;
    const record = content.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    records[record.slice(0, equals)] = record.slice(equals + 1);
    at += length;
  }
  return records;
}

function clean(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}
