import type { Contents } from '../registry/contents';
import { holds, readContents } from '../registry/contents';
import type { Manifest } from '../registry/manifest';
import type { RegistryClient } from '../registry/registry-client';
import type { PlannedImage } from './planned-image';

/** The engine's word for an architecture. */
export const ENGINE_ARCHITECTURE = { arm64: 'arm64', x86_64: 'amd64' } as const;

/** What a registry has under the tag of an image. */
export type RemoteImage =
  | { readonly kind: 'present'; readonly manifest: Manifest; readonly contents: Contents }
  | { readonly kind: 'other'; readonly found: string; readonly isIndex: boolean }
  | { readonly kind: 'no-image' | 'no-repository' };

/** Looks the tag up and compares what is there with what the image has to be. */
export async function lookUp(client: RegistryClient, image: PlannedImage): Promise<RemoteImage> {
  const { repositoryName, tag } = image;
  const manifest = await client.manifest(repositoryName, tag);
  if (typeof manifest === 'string') return { kind: manifest };
  if (manifest.isIndex) return { kind: 'other', found: `an index (${manifest.mediaType})`, isIndex: true };
  const { architecture, labels } = await client.config(repositoryName, manifest);
  const contents = readContents(labels);
  const difference = differenceOf(image, architecture, contents);
  return difference === undefined && contents
    ? { kind: 'present', manifest, contents }
    : { kind: 'other', found: difference ?? '', isIndex: false };
}

/** What makes an image another than the one that is planned, in words; undefined where it is the one. */
export function differenceOf(
  { architecture: wanted, contents: servers }: PlannedImage,
  architecture: string,
  contents: Contents | undefined,
): string | undefined {
  if (architecture !== ENGINE_ARCHITECTURE[wanted])
    return `an image for ${architecture || 'no architecture'}`;
  if (contents === undefined) return 'an image that does not say what it holds';
  if (holds(contents, servers)) return undefined;
  const held = Object.entries(contents).map(([server, content]) => `${server} ${content}`);
  return `an image of ${held.join(', ')}`;
}
