import { FleetError, FleetErrors } from '@mcp-fleet/core';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What an image is made from, as far as rules differ. */
export const IMAGE_KINDS = [
  'router',
  'go',
  'npm',
  'pypi',
  'oci',
  'multi-server-go',
  'multi-server-mixed',
] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** From the least to the worst. */
export const SEVERITIES = ['negligible', 'low', 'medium', 'high', 'critical'] as const;

const reason = z.string().min(10);
const pattern = z.string().refine(isPattern, 'this is a regular expression');

const secretRule = z
  .strictObject({
    id: z.string(),
    /** Regular expression over the path of a file, without a leading slash; without it every text is searched. */
    path: pattern.optional(),
    /** Texts of which one has to be there before the pattern is tried: what makes the search fast. */
    keywords: z.array(z.string().min(4)).min(1).optional(),
    /** Regular expression over the content; without it the path alone is the finding. */
    pattern: pattern.optional(),
  })
  .refine((rule) => rule.path !== undefined || (rule.keywords && rule.pattern) !== undefined, {
    message: 'a rule has a path, or keywords and a pattern',
  });

/** What policy.json may say: everything that is tolerated has its reason beside it. */
export const policySchema = z.strictObject({
  /** User that every image runs as. */
  user: z.string().regex(/^[1-9]\d*:[1-9]\d*$/, 'a user is uid:gid, and none of both is 0'),
  /** Most that is pulled, in MB of 1,000,000 bytes, compressed. A kind without a figure is measured only. */
  sizeMB: z.partialRecord(z.enum(IMAGE_KINDS), z.number().positive()),
  /** Checks whose findings are said but stop nothing. */
  reportOnly: z.array(
    z.strictObject({
      kind: z.enum(IMAGE_KINDS),
      checks: z.array(z.enum(['size', 'user', 'files', 'scan'])),
      reason,
    }),
  ),
  vulnerabilities: z.strictObject({
    failOn: z.enum(SEVERITIES),
    allowed: z.array(
      z.strictObject({
        id: z.string(),
        package: z.string().optional(),
        reason,
        /** Last day on which it is tolerated. */
        until: z.iso.date(),
      }),
    ),
  }),
  dockerfiles: z.strictObject({
    failOn: z.enum(['error', 'warning', 'info', 'style']),
    ignored: z.array(z.strictObject({ rule: z.string().regex(/^(DL|SC)\d{4}$/), reason })),
  }),
  secrets: z.strictObject({
    rules: z.array(secretRule).min(1),
    /** Findings that are none: the rule, and a regular expression over the path. */
    allowed: z.array(z.strictObject({ rule: z.string(), path: pattern, reason })),
  }),
});

export type Policy = z.output<typeof policySchema>;

/** Reads and checks policy.json. @throws FleetErrors `policy-invalid`. */
export function readPolicy(file: string, shown = file): Policy {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new FleetErrors([invalid(shown, '', undefined, (error as Error).message)]);
  }
  const result = policySchema.safeParse(raw);
  if (result.success) return result.data;
  throw new FleetErrors(
    result.error.issues.map(({ path, message }) => {
      const value = path.reduce<unknown>(
        (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
        raw,
      );
      return invalid(shown, path.join('.'), value, message);
    }),
  );
}

function invalid(file: string, path: string, value: unknown, rule: string): FleetError {
  const fix = 'correct it; apps/cli/src/images/policy/policy.ts has what may be written';
  return new FleetError({ code: 'policy-invalid', file, path, value, rule, fix });
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
