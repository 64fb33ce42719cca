import { FleetError, limits } from '@mcp-fleet/core';
import { z } from 'zod';
import { toFleetErrors } from './issues';

const TAG = 'a tag is up to 128 letters, digits, _ . and -';

const pinSchema = z.strictObject({
  digest: z
    .string()
    .regex(limits.ecr.imageDigest.pattern, 'a digest is sha256: and 64 hex digits')
    .describe('Digest of the image in its repository.'),
  tag: z
    .string()
    .regex(limits.ecr.imageTag.pattern, TAG)
    .max(limits.ecr.imageTag.max, TAG)
    .describe('Tag it was pushed with: for people.'),
  architecture: z.enum(['arm64', 'x86_64']).describe('Processor it was built for.'),
  contents: z
    .record(z.string(), z.string().regex(/^[\w.:/@+-]{1,256}$/, 'this is a commit, a version or an image'))
    .describe('What it holds: server → commit or version, and router → version.'),
});

/** What images.json holds: repository name → the image that runs. Written by a push, committed. */
export const imagePinsSchema = z.record(z.string(), pinSchema);
export type ImagePin = z.output<typeof pinSchema>;
export type ImagePins = Readonly<Record<string, ImagePin>>;

/** Checks the content of an images.json. */
export function parseImagePins(raw: unknown): { pins: ImagePins; errors: FleetError[] } {
  const result = imagePinsSchema.safeParse(raw);
  if (result.success) return { pins: result.data, errors: [] };
  const errors = toFleetErrors(result.error.issues, imagePinsSchema, raw).map(
    ({ path, value, rule }) =>
      new FleetError({
        code: 'images-unreadable',
        path,
        value,
        rule,
        fix: 'let a push write the file, or correct it',
      }),
  );
  return { pins: {}, errors };
}

/** The text of an images.json: repositories and contents sorted, so that a change shows only what changed. */
export function formatImagePins(pins: ImagePins): string {
  const sorted = byKey(pins).map(([repository, { digest, tag, architecture, contents }]) => [
    repository,
    { digest, tag, architecture, contents: Object.fromEntries(byKey(contents)) },
  ]);
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

function byKey<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
