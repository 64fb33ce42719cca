import type { Limit } from '../limit';

/** Amazon S3 general purpose buckets. */
export const s3 = {
  bucketName: {
    what: 'an S3 bucket name',
    min: 3,
    max: 63,
    pattern:
      /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)(?!.*(-s3alias|--ol-s3)$)[a-z0-9][a-z0-9.-]*[a-z0-9]$/,
    patternText: 'lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit',
    source: 'docs:AmazonS3/bucketnamingrules',
  },
  bucketPattern: {
    what: 'an S3 bucket name, or several by *',
    min: 3,
    max: 63,
    pattern:
      /^(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)(?!.*(-s3alias|--ol-s3)$)[a-z0-9][a-z0-9.-]{2}[a-z0-9.*-]*(?<=[a-z0-9*])$/,
    patternText:
      'lower-case letters, digits, dots and hyphens, and from the fourth on also * for any others; not beginning or ending with a dot or hyphen',
    source: 'docs:AmazonS3/bucketnamingrules, docs:IAM/reference_policies_elements_resource',
  },
} satisfies Record<string, Limit>;
