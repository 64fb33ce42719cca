import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const NS = 2;
const NO_SUCH_DOMAIN = 3;
const HEADER_BYTES = 12;
/** Points to the name in the question, right after the header. */
const SAME_NAME = [0xc0, HEADER_BYTES];

/** The name servers of the world, as far as a run needs them: which domain is delegated to which. On loopback, by UDP. */
export class Dns {
  private readonly delegations = new Map<string, readonly string[]>();

  private constructor(private readonly socket: Socket) {
    socket.on('message', (query, { port, address }) => socket.send(this.answer(query), port, address));
  }

  static async start(): Promise<Dns> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    // A run that ends does not wait for questions.
    socket.unref();
    return new Dns(socket);
  }

  /** As resolvers are told of it. */
  get server(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** What the owner of the domain above does: from now on the world finds the domain. */
  delegate(domain: string, nameServers: readonly string[]): void {
    this.delegations.set(domain, nameServers);
  }

  stop(): void {
    this.socket.close();
  }

  private answer(query: Buffer): Buffer {
    const end = query.indexOf(0, HEADER_BYTES);
    const question = query.subarray(HEADER_BYTES, end + 5);
    const asksForNs = query.readUInt16BE(end + 1) === NS;
    const servers = asksForNs ? (this.delegations.get(nameIn(question)) ?? []) : [];
    const header = Buffer.alloc(HEADER_BYTES);
    query.copy(header, 0, 0, 2);
    // An answer that is authoritative, and whether there is one.
    header.writeUInt16BE(0x8580 | (servers.length > 0 ? 0 : NO_SUCH_DOMAIN), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(servers.length, 6);
    return Buffer.concat([header, question, ...servers.map(record)]);
  }
}

function record(server: string): Buffer {
  const name = encoded(server);
  const fields = Buffer.alloc(12);
  fields.set(SAME_NAME, 0);
  fields.writeUInt16BE(NS, 2);
  fields.writeUInt16BE(1, 4);
  fields.writeUInt32BE(60, 6);
  fields.writeUInt16BE(name.length, 10);
  return Buffer.concat([fields, name]);
}

/** Labels with their lengths, and an empty one at the end. */
function encoded(name: string): Buffer {
  const labels = name.replace(/\.$/, '').split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
    Buffer.from([0]),
  ]);
}

function nameIn(question: Buffer): string {
  const labels: string[] = [];
  for (let at = 0; question[at]; at += (question[at] ?? 0) + 1)
    labels.push(question.subarray(at + 1, at + 1 + (question[at] ?? 0)).toString('latin1'));
  return labels.join('.').toLowerCase();
}
