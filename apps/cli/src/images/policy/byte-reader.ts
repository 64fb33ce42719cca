/** Takes exact numbers of bytes from a stream, whatever the size of its pieces. */
export class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private readonly pieces: Buffer[] = [];
  private available = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.source = stream[Symbol.asyncIterator]();
  }

  /** The next bytes: fewer than asked for only where the stream ends. */
  async take(bytes: number): Promise<Buffer> {
    while (this.available < bytes) {
      const { value, done } = await this.source.next();
      if (done) break;
      this.pieces.push(value);
      this.available += value.length;
    }
    const all = this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces);
    const taken = all.subarray(0, bytes);
    const rest = all.subarray(taken.length);
    this.pieces.length = 0;
    if (rest.length > 0) this.pieces.push(rest);
    this.available = rest.length;
    return taken;
  }
}
