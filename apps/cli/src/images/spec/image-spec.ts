import type { ServerManifest } from '@mcp-fleet/catalog';
import type { Contents } from '../registry/contents';

/** Processor of an image, in AWS's words. */
export type Architecture = 'arm64' | 'x86_64';

/** What an image is made of: its Dockerfile follows from it, and so does the policy it is held to. */
export type ImageKind =
  | 'router'
  | 'node-runtime'
  | 'python-runtime'
  | 'node-python-runtime'
  | 'go'
  | 'npm'
  | 'pypi'
  | 'oci'
  | 'multi-server';

/** Everything that a build of one image depends on. Pure data, equal for equal input. */
export interface ImageSpec {
  readonly kind: ImageKind;
  /** What is built, for people: `gitlab 1.0.0, commit c7193c0c4b80`. */
  readonly title: string;
  /** Local name without the tag: `mcp-servers/gitlab`. */
  readonly name: string;
  readonly tag: string;
  /** `<name>:<tag>`. */
  readonly reference: string;
  readonly architecture: Architecture;
  /** The same, as engines say it: `linux/arm64`. */
  readonly platform: string;
  /** File in servers/images. */
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Servers in it, sorted by key. */
  readonly servers: readonly ServerManifest[];
  /** Server → commit or version, and router → hash of its sources. */
  readonly contents: Contents;
  /** Image that it stands on, and the build argument that names it. @default - none */
  readonly base?: { readonly argument: 'ROUTER_IMAGE' | 'RUNTIME_IMAGE'; readonly image: ImageSpec };
  /** Images that a folder is taken from for each server. @default - none */
  readonly parts?: readonly ImageSpec[];
}
