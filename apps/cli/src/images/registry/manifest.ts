import { createHash } from 'node:crypto';

/** A manifest as a registry has it. */
export interface Manifest {
  readonly digest: string;
  readonly mediaType: string;
  /** Its exact bytes: their hash is the digest. */
  readonly body: Buffer;
  /** Whether it names manifests of several platforms, or attestations, instead of layers. */
  readonly isIndex: boolean;
  /** Digest of the image's configuration; undefined for an index. */
  readonly configDigest?: string;
}

const INDEXES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const MANIFESTS = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

/** What we can read, for the header Accept. */
export const ACCEPTED = [...MANIFESTS, ...INDEXES].join(', ');

/** Whether a media type is that of an index or manifest list. */
export function isIndexType(mediaType: string): boolean {
  return INDEXES.includes(mediaType);
}

export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Reads the body of a manifest; undefined where it is none. */
export function parseManifest(body: Buffer, contentType: string | null): Manifest | undefined {
  try {
    const json = JSON.parse(body.toString('utf8')) as {
      mediaType?: string;
      manifests?: unknown;
      config?: { digest?: string };
    };
    const mediaType = json.mediaType ?? contentType?.split(';')[0]?.trim() ?? '';
    const isIndex = isIndexType(mediaType) || Array.isArray(json.manifests);
    const configDigest = json.config?.digest;
    if (!isIndex && typeof configDigest !== 'string') return undefined;
    return {
      digest: digestOf(body),
      mediaType,
      body,
      isIndex,
      ...(configDigest === undefined ? {} : { configDigest }),
    };
  } catch {
    return undefined;
  }
}
