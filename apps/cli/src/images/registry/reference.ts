/** A name of an image, taken apart. */
export interface ImageReference {
  /** Registry as the name says it: `public.ecr.aws`, `docker.io`. */
  readonly host: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const REFERENCE =
  /^(?<name>[a-z0-9][a-z0-9._:/-]*?)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;
const DEFAULT_HOST = 'docker.io';

/** Reads `host/name:tag@sha256:…`; undefined where it is none. Without a host the name is Docker Hub's. */
export function parseReference(text: string): ImageReference | undefined {
  const { name, tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  if (name === undefined || /\/$|\/\//.test(name)) return undefined;
  const [first = '', ...rest] = name.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = hasHost ? rest.join('/') : name;
  if (path.includes(':')) return undefined;
  return {
    host: hasHost ? first : DEFAULT_HOST,
    repository: !hasHost && rest.length === 0 ? `library/${path}` : path,
    ...(tag ? { tag } : {}),
    ...(digest ? { digest } : {}),
  };
}

/** The address of a registry's API: Docker Hub's is another than its name. */
export function apiHost(host: string): string {
  return host === DEFAULT_HOST ? 'registry-1.docker.io' : host;
}

/** Whether the host is this computer, where a registry speaks plain HTTP. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(host);
}
