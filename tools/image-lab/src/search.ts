import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Finds texts in a stream of bytes, also where a text lies across two of its pieces. Returns those that were found. */
export async function searchStream(
  stream: AsyncIterable<Buffer>,
  texts: readonly string[],
): Promise<string[]> {
  const wanted = new Map(texts.map((text) => [text, Buffer.from(text)]));
  const overlap = Math.max(...texts.map((text) => Buffer.byteLength(text))) - 1;
  const found = new Set<string>();
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of stream) {
    const bytes = tail.length > 0 ? Buffer.concat([tail, piece]) : piece;
    for (const [text, pattern] of wanted) if (bytes.includes(pattern)) found.add(text);
    tail = bytes.subarray(Math.max(0, bytes.length - overlap));
  }
  return texts.filter((text) => found.has(text));
}

/**
 * Looks for texts in everything that an image is: files of all layers, also those that a later layer deletes, labels,
 * variables and history. In an archive of docker's form layers are not compressed.
 */
export async function searchImage(image: string, texts: readonly string[]): Promise<string[]> {
  const child = spawn('podman', ['save', '--quiet', '--format=docker-archive', image], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const found = await searchStream(child.stdout as Readable, texts);
  const code = await ended;
  if (code !== 0) throw new Error(`podman save ended with ${code}: ${said}`);
  return found;
}
