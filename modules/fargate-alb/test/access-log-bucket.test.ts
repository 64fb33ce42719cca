import { addresses, onlyResource } from '@mcp-fleet/testing';
import { addressesAt, makeLoadBalancer as make, referenceTo, statementsOf } from './fixtures';

describe('access logs', () => {
  const json = make({ accessLogs: { bucketName: 'acme-logs' } });
  const bucket = referenceTo(json, 'aws_s3_bucket', 'id');

  test('a private bucket, encrypted by S3, emptied by age', () => {
    expect(onlyResource(json, 'aws_s3_bucket')).toMatchObject({ bucket: 'acme-logs', force_destroy: true });
    expect(onlyResource(json, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
      bucket,
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
    });
    expect(onlyResource(json, 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(onlyResource(json, 'aws_s3_bucket_ownership_controls').rule).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    });
    expect(onlyResource(json, 'aws_s3_bucket_lifecycle_configuration').rule).toMatchObject([
      { status: 'Enabled', expiration: [{ days: 90 }], abort_incomplete_multipart_upload: [{}] },
    ]);
  });

  test('only load balancers of this account write to it, and nobody without TLS', () => {
    const arn = referenceTo(json, 'aws_s3_bucket', 'arn');
    expect(statementsOf(onlyResource(json, 'aws_s3_bucket_policy').policy)).toEqual([
      {
        Sid: 'LoadBalancers',
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${arn}/AWSLogs/111122223333/*`,
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('the load balancer comes after the policy that lets it write', () => {
    expect(onlyResource(json, 'aws_lb').access_logs).toEqual({
      enabled: true,
      bucket: referenceTo(json, 'aws_s3_bucket_policy', 'bucket'),
    });
    expect(onlyResource(json, 'aws_s3_bucket_policy').depends_on).toEqual(
      addressesAt(json, 'aws_s3_bucket_public_access_block'),
    );
  });

  test('what may not be deleted keeps its logs too; days can be said', () => {
    const kept = make({
      deletionProtection: true,
      accessLogs: { bucketName: 'acme-logs', retentionDays: 7 },
    });
    expect(onlyResource(kept, 'aws_s3_bucket').force_destroy).toBe(false);
    expect(onlyResource(kept, 'aws_s3_bucket_lifecycle_configuration').rule).toMatchObject([
      { expiration: [{ days: 7 }] },
    ]);
  });

  test('into a given bucket nothing is made', () => {
    const given = make({ accessLogs: { bucketName: 'acme-logs', given: true } });
    expect(onlyResource(given, 'aws_lb').access_logs).toEqual({ enabled: true, bucket: 'acme-logs' });
    expect(addresses(given).filter((it) => it.startsWith('aws_s3'))).toEqual([]);
  });

  test('without a place, the account is asked of AWS, and only for them', () => {
    const asked = make({ place: undefined, accessLogs: { bucketName: 'acme-logs' } });
    expect(JSON.stringify(onlyResource(asked, 'aws_s3_bucket_policy'))).toMatch(
      /AWSLogs\/\$\{data\.aws_caller_identity\.\w+\.account_id\}/,
    );
    expect(make({ place: undefined }).data).toBeUndefined();
  });
});
