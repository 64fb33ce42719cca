import { FleetError } from '@mcp-fleet/core';
import { challengeOf, fetchToken } from './challenge';
import type { Manifest } from './manifest';
import { ACCEPTED, digestOf, parseManifest } from './manifest';

export interface RegistryClientProps {
  /** Host, with port where it is not the usual one. */
  readonly host: string;
  /** Speak plain HTTP: a registry for trials. @default false */
  readonly plain?: boolean;
  /** @default - anonymous */
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** What the configuration of an image says, as far as we read it. */
export interface ImageConfig {
  /** The engine's word: `amd64`, `arm64`. */
  readonly architecture: string;
  readonly labels: Readonly<Record<string, string>>;
}

const TIMEOUT_MILLISECONDS = 30_000;
const TOO_MANY = 429;

/**
 * A registry, by the OCI distribution API: ECR, public ones and plain ones alike.
 *
 * Errors are FleetErrors: `registry-unreachable` where nothing answers, `registry-refused` where the registry refuses.
 */
export class RegistryClient {
  readonly host: string;
  private readonly origin: string;
  private readonly basic: string | undefined;
  /** Bearer tokens by repository and right. */
  private readonly tokens = new Map<string, string>();

  constructor({ host, plain = false, credentials }: RegistryClientProps) {
    this.host = host;
    this.origin = `${plain ? 'http' : 'https'}://${host}`;
    this.basic = credentials && `Basic ${base64(`${credentials.username}:${credentials.password}`)}`;
  }

  /** The manifest of a tag or digest, or what is missing. */
  async manifest(repository: string, reference: string): Promise<Manifest | 'no-image' | 'no-repository'> {
    const path = `/v2/${repository}/manifests/${reference}`;
    const response = await this.ask(repository, path, { headers: { accept: ACCEPTED } });
    if (response.status === 404) {
      return (await errorsOf(response)).includes('NAME_UNKNOWN') ? 'no-repository' : 'no-image';
    }
    const body = await this.bytes(response);
    const manifest = parseManifest(body, response.headers.get('content-type'));
    return manifest ?? this.fail(`${repository}:${reference}`, 'a manifest that is none');
  }

  /** The configuration of an image. */
  async config(repository: string, { configDigest = '' }: Manifest): Promise<ImageConfig> {
    const response = await this.ask(repository, `/v2/${repository}/blobs/${configDigest}`);
    const body = await this.bytes(response);
    if (digestOf(body) !== configDigest) this.fail(repository, `${configDigest} with another content`);
    const { architecture = '', config } = JSON.parse(body.toString('utf8')) as {
      architecture?: string;
      config?: { Labels?: Record<string, string> | null };
    };
    return { architecture, labels: config?.Labels ?? {} };
  }

  /** Gives a manifest that the repository has one more tag. */
  async addTag(repository: string, manifest: Manifest, tag: string): Promise<void> {
    const path = `/v2/${repository}/manifests/${tag}`;
    const headers = { 'content-type': manifest.mediaType };
    await this.ask(repository, path, { method: 'PUT', headers, body: new Uint8Array(manifest.body) });
  }

  /** Asks, signs in where the registry wants it, and refuses every answer but a good one and 404 to a question. */
  private async ask(repository: string, path: string, init: RequestInit = {}): Promise<Response> {
    const scope = `repository:${repository}:${init.method === 'PUT' ? 'pull,push' : 'pull'}`;
    const send = () => this.fetch(path, init, this.tokens.get(scope) ?? this.basic);
    let response = await send();
    const challenge = response.status === 401 ? challengeOf(response) : undefined;
    if (challenge) {
      const token = await this.reach(() => fetchToken(challenge, scope, this.basic));
      if (token !== undefined) {
        this.tokens.set(scope, `Bearer ${token}`);
        response = await send();
      }
    }
    if (response.ok || (response.status === 404 && init.method !== 'PUT')) return response;
    const said = await messageOf(response);
    const answer = said ? `${response.status}: ${said}` : String(response.status);
    return response.status >= 500 || response.status === TOO_MANY
      ? this.unreachable(answer)
      : this.fail(repository, answer);
  }

  private fetch(path: string, init: RequestInit, authorization: string | undefined): Promise<Response> {
    const headers = { ...init.headers, ...(authorization ? { authorization } : {}) };
    const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    // A redirect to another host is followed without the authorization: fetch drops it.
    return this.reach(() => fetch(`${this.origin}${path}`, { ...init, headers, signal }));
  }

  private async bytes(response: Response): Promise<Buffer> {
    if (!response.ok) this.fail(new URL(response.url).pathname, String(response.status));
    return Buffer.from(await this.reach(() => response.arrayBuffer()));
  }

  private async reach<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      this.unreachable(causeOf(error));
    }
  }

  private unreachable(value: string): never {
    throw new FleetError({
      code: 'registry-unreachable',
      path: `registry ${this.host}`,
      value,
      rule: 'the registry answers at this address',
      fix: 'check the name, the network and the proxy, and run this again',
    });
  }

  private fail(path: string, answer: string): never {
    throw new FleetError({
      code: 'registry-refused',
      path: `${this.host}/${path}`,
      value: answer,
      rule: 'the registry lets these credentials read and, where something is pushed, write',
      fix: 'sign in again, or ask for the right on this repository',
    });
  }
}

interface Problem {
  readonly code?: string;
  readonly message?: string;
}

async function problemsOf(response: Response): Promise<readonly Problem[]> {
  try {
    return ((await response.json()) as { errors?: Problem[] }).errors ?? [];
  } catch {
    return [];
  }
}

async function errorsOf(response: Response): Promise<string[]> {
  return (await problemsOf(response)).map(({ code = '' }) => code);
}

async function messageOf(response: Response): Promise<string> {
  const problems = await problemsOf(response);
  return problems.map(({ code, message }) => [code, message].filter(Boolean).join(' ')).join(', ');
}

/** Why a request did not get through: fetch hides it in its cause. */
function causeOf(error: unknown): string {
  const { cause, name, message } = error as Error & { cause?: NodeJS.ErrnoException };
  if (name === 'TimeoutError') return `no answer in ${TIMEOUT_MILLISECONDS / 1000} seconds`;
  return cause?.code ?? cause?.message ?? message;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
