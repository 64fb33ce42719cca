import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { limits, PropChecks } from '@mcp-fleet/core';
import { Construct } from 'constructs';

/** Props of {@link StateBucket}. Texts are Terraform's: pass what users write through `literal()`. */
export interface StateBucketProps {
  /** Name, unique in the world: 3 to 63 lower-case letters, digits, dots and hyphens. Another one is another bucket. */
  readonly bucketName: string;
  /** ARN of the KMS key that encrypts states. @default - a key of S3 (AES-256) */
  readonly kmsKeyArn?: string;
  /** Days that an overwritten state can be brought back, 1 or more. @default 90 */
  readonly noncurrentDays?: number;
  /** Tags of the bucket. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A bucket for Terraform states with native lock files: versioned, encrypted, reached over TLS only, closed to the
 * public. Terraform refuses to destroy it.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class StateBucket extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  /** The bucket itself, for what no prop covers. */
  readonly resource: S3Bucket;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const { noncurrentDays = 90 } = props;
    new PropChecks(this.node.path)
      .within('bucketName', limits.s3.bucketName, props.bucketName)
      .must(Number.isInteger(noncurrentDays) && noncurrentDays >= 1, {
        prop: 'noncurrentDays',
        value: noncurrentDays,
        rule: 'days are a whole number of 1 or more [API:s3.NoncurrentVersionExpiration]',
        fix: 'use 1 or more',
      })
      .done();

    this.resource = new S3Bucket(this, 'Resource', {
      bucket: props.bucketName,
      tags: props.tags,
      lifecycle: { preventDestroy: true },
    });
    const bucket = this.resource.id;
    // Versions first: a state that is written before them cannot be brought back.
    const versioning = new S3BucketVersioningA(this, 'Versioning', {
      bucket,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'Encryption', {
      bucket,
      rule: [encryptionRule(props.kmsKeyArn)],
    });
    const closed = new S3BucketPublicAccessBlock(this, 'PublicAccessBlock', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'Ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketLifecycleConfiguration(this, 'Lifecycle', {
      bucket,
      rule: [expiry(noncurrentDays)],
      dependsOn: [versioning],
    });
    new S3BucketPolicy(this, 'Policy', {
      bucket,
      policy: tlsOnly(this.resource.arn),
      // A policy put at the same moment as the block is refused as a conflict.
      dependsOn: [closed],
    });

    this.bucketName = this.resource.bucket;
    this.bucketArn = this.resource.arn;
  }
}

function encryptionRule(kmsKeyArn: string | undefined) {
  return kmsKeyArn === undefined
    ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
    : {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: kmsKeyArn },
        bucketKeyEnabled: true,
      };
}

function expiry(noncurrentDays: number) {
  return {
    id: 'old-versions',
    status: 'Enabled',
    filter: [{ prefix: '' }],
    noncurrentVersionExpiration: [{ noncurrentDays }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  };
}

function tlsOnly(arn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
