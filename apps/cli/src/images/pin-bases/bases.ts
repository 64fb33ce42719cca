import type { ImageReference } from '../registry/reference';
import { parseReference } from '../registry/reference';

/** The default of an ARG that names a base image. */
export interface Base {
  /** Name of the ARG. */
  readonly argument: string;
  /** As it is written. */
  readonly text: string;
  readonly reference: ImageReference;
}

const ARGUMENT = /^ARG[ \t]+(\w+)=(\S+)[ \t]*$/gm;

/** The bases of a Dockerfile: defaults of ARGs that name an image with its registry. Names without one are our own images. */
export function basesOf(dockerfile: string): Base[] {
  return [...dockerfile.matchAll(ARGUMENT)].flatMap(([, argument = '', text = '']) => {
    const reference = parseReference(text);
    return reference && text.startsWith(`${reference.host}/`) ? [{ argument, text, reference }] : [];
  });
}

/** The same name with the digest. */
export function pinned({ host, repository, tag }: ImageReference, digest: string): string {
  return `${host}/${repository}${tag ? `:${tag}` : ''}@${digest}`;
}

/** The Dockerfile with other defaults. */
export function withDefaults(dockerfile: string, defaults: ReadonlyMap<string, string>): string {
  return dockerfile.replace(ARGUMENT, (line, argument: string, text: string) => {
    const other = defaults.get(text);
    return other === undefined ? line : `ARG ${argument}=${other}`;
  });
}
