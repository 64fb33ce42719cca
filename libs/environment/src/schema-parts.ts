import { limits } from '@mcp-fleet/core';
import { z } from 'zod';
import { NAME } from './names';

/** Regions of the partitions aws, aws-cn and aws-us-gov: names and ARNs of the others differ. */
const REGION = /^(?!us-iso)[a-z]{2}(-gov)?-(north|south|east|west|central){1,2}-\d$/;
const ACCOUNT = /^\d{12}$/;
const account = () => z.string().regex(ACCOUNT, 'an AWS account id is a text of 12 digits');
const region = () =>
  z
    .string()
    .regex(REGION, 'an AWS Region reads like us-east-1; isolated and sovereign partitions are not supported');

/** Rule text for names that become parts of paths and AWS names. */
export function nameRule(what: string): string {
  return `${what} is up to 40 lower-case letters, digits and single hyphens, and begins with a letter`;
}

/** A key of a record that becomes part of Terraform addresses. */
export function keySchema(what: string) {
  return z
    .string()
    .regex(NAME, nameRule(what))
    .refine((key) => key !== 'constructor', 'this name means something else to JavaScript');
}

export const awsSchema = z.strictObject({
  account: account().describe('AWS account id, 12 digits in quotes. Terraform refuses to run in another.'),
  region: region().describe('AWS Region.'),
});

export const stateSchema = z.union([
  z.literal('local'),
  z.strictObject({
    s3: z
      .strictObject({
        bucket: z
          .string()
          .regex(limits.s3.bucketName.pattern, `a bucket name is 3 to 63 ${limits.s3.bucketName.patternText}`)
          .max(63, 'a bucket name has at most 63 characters')
          .describe('Name of the bucket that holds the states.'),
        region: region().describe('Region of the bucket.'),
        prefix: z
          .string()
          .regex(
            /^(?!\.)[A-Za-z0-9!_.*'()-]+(\/(?!\.)[A-Za-z0-9!_.*'()-]+)*$/,
            'a prefix is a path without / at its ends, and no part of it begins with a dot',
          )
          .optional()
          .describe('Path before <environment>/<stack>.tfstate. Default: mcp-fleet.'),
        kmsKeyArn: z
          .string()
          .regex(/^arn:[^:]+:kms:[^:]+:\d{12}:(key|alias)\/.+$/, 'a KMS key is given by its ARN')
          .optional()
          .describe("Key that encrypts the states. Default: the bucket's own encryption."),
      })
      .describe('An S3 bucket with native lock files (Terraform 1.10 and newer).'),
  }),
]);

export const registrySchema = z.union([
  z.literal('own'),
  z.strictObject({
    environment: z
      .string()
      .describe('Environment whose repositories are used: images are built once and promoted.'),
  }),
  z.strictObject({
    account: account().describe('Account of a registry that mcp-fleet does not manage.'),
    prefix: z
      .string()
      .regex(/^[a-z0-9]+([._/-][a-z0-9]+)*$/, 'a repository prefix is lower-case words joined by . _ - or /')
      .optional()
      .describe('Path of the repositories before /<server>. Default: mcp-servers/<environment>.'),
  }),
]);

export const limitsSchema = z.strictObject({
  throttle: z
    .number()
    .positive('a throttle is above 0')
    .optional()
    .describe('Requests a second, on average.'),
  burst: z
    .int('a burst is a whole number')
    .positive('a burst is above 0')
    .optional()
    .describe('Requests at once.'),
});
