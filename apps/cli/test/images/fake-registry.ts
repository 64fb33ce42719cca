import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const MANIFEST_TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';

interface Repository {
  readonly tags: Map<string, string>;
  readonly manifests: Map<string, { readonly type: string; readonly body: Buffer }>;
  readonly blobs: Map<string, Buffer>;
}

/** What an image of the registry says of itself. */
export interface FakeImage {
  readonly architecture?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A registry on loopback that keeps what it is given and says what it was asked. */
export class FakeRegistry {
  readonly repositories = new Map<string, Repository>();
  /** `<method> <path>` of every request. */
  readonly asked: string[] = [];
  /** Authorization of every request, `-` for none. */
  readonly authorizations: string[] = [];
  /** Answers with this status and code, where it returns one. */
  fault: (method: string, path: string) => { status: number; code: string; message?: string } | undefined =
    () => undefined;
  /** Authorization without which it answers 401. */
  wanted: string | undefined;
  /** Sends those without a token here. */
  challenge: string | undefined;
  /** Sends those who want a blob here. */
  blobsAt: string | undefined;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      const body: Buffer[] = [];
      request.on('data', (piece: Buffer) => body.push(piece));
      request.on('end', () => this.answer(request, response, Buffer.concat(body)));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  repository(name: string): Repository {
    const known = this.repositories.get(name);
    if (known) return known;
    const made = { tags: new Map(), manifests: new Map(), blobs: new Map() };
    this.repositories.set(name, made);
    return made;
  }

  /** Puts an image there and gives its digest. */
  put(name: string, tag: string, { architecture = 'arm64', labels = {} }: FakeImage = {}): string {
    const { blobs } = this.repository(name);
    const config = Buffer.from(JSON.stringify({ architecture, config: { Labels: labels } }));
    blobs.set(digestOf(config), config);
    const manifest = { schemaVersion: 2, mediaType: MANIFEST_TYPE, config: { digest: digestOf(config) } };
    return this.putManifest(name, tag, MANIFEST_TYPE, manifest);
  }

  putIndex(name: string, tag: string, seed = ''): string {
    return this.putManifest(name, tag, INDEX_TYPE, {
      schemaVersion: 2,
      mediaType: INDEX_TYPE,
      manifests: [],
      seed,
    });
  }

  private putManifest(name: string, tag: string, type: string, manifest: object): string {
    const body = Buffer.from(JSON.stringify(manifest));
    this.keep(this.repository(name), tag, type, body);
    return digestOf(body);
  }

  private keep(repository: Repository, tag: string, type: string, body: Buffer): void {
    repository.manifests.set(digestOf(body), { type, body });
    repository.tags.set(tag, digestOf(body));
  }

  private answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const { method = '', url = '', headers } = request;
    this.asked.push(`${method} ${url}`);
    this.authorizations.push(headers.authorization ?? '-');
    const fail = (status: number, code: string, message = '') =>
      response.writeHead(status).end(JSON.stringify({ errors: [{ code, message }] }));
    if (url.startsWith('/token')) return void response.end(JSON.stringify({ token: 'anonymous' }));
    if (this.wanted !== undefined && headers.authorization !== this.wanted) {
      if (this.challenge) response.setHeader('www-authenticate', this.challenge);
      return void fail(401, 'UNAUTHORIZED', 'authentication required');
    }
    const fault = this.fault(method, url);
    if (fault) return void fail(fault.status, fault.code, fault.message);
    const [, name = '', what, reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url) ?? [];
    if (method === 'PUT') {
      const repository = this.repository(name);
      if (repository.tags.has(reference)) return void fail(400, 'TAG_INVALID', 'the tag is immutable');
      this.keep(repository, reference, headers['content-type'] ?? '', body);
      return void response.writeHead(201).end();
    }
    const repository = this.repositories.get(name);
    if (repository === undefined) return void fail(404, 'NAME_UNKNOWN', 'the repository does not exist');
    if (what === 'blobs') {
      if (this.blobsAt) return void response.writeHead(307, { location: `${this.blobsAt}${url}` }).end();
      return void response.end(repository.blobs.get(reference));
    }
    const manifest = repository.manifests.get(repository.tags.get(reference) ?? reference);
    if (manifest === undefined) return void fail(404, 'MANIFEST_UNKNOWN');
    response.writeHead(200, { 'content-type': manifest.type }).end(manifest.body);
  }
}

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
