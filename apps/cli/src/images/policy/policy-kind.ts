import type { ImageSpec } from '../spec/image-spec';
import type { ImageKind } from './policy';

/** The kind by which the policy judges an image; undefined for what is only part of others. */
export function policyKind({ kind, servers }: Pick<ImageSpec, 'kind' | 'servers'>): ImageKind | undefined {
  switch (kind) {
    case 'multi-server':
      return servers.every(({ source }) => source?.kind === 'go') ? 'multi-server-go' : 'multi-server-mixed';
    case 'node-runtime':
    case 'python-runtime':
    case 'node-python-runtime':
      return undefined;
    default:
      return kind;
  }
}
