import { StateBucket, type StateBucketProps } from '@mcp-fleet/state-bucket';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const minimal = synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = synthesised(new CompleteStack(Testing.app(), 'test'));

test('minimal props: versions, encryption, no public access, 90 days', () => {
  expect(onlyResource(minimal, 'aws_s3_bucket')).toMatchObject({
    bucket: 'acme-terraform-state',
    lifecycle: { prevent_destroy: true },
  });
  expect(onlyResource(minimal, 'aws_s3_bucket_versioning')).toMatchObject({
    versioning_configuration: { status: 'Enabled' },
  });
  expect(onlyResource(minimal, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
  });
  expect(onlyResource(minimal, 'aws_s3_bucket_public_access_block')).toMatchObject({
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(onlyResource(minimal, 'aws_s3_bucket_lifecycle_configuration')).toMatchObject({
    rule: [{ status: 'Enabled', noncurrent_version_expiration: [{ noncurrent_days: 90 }] }],
  });
});

test('requests without TLS are denied, to everybody, on the bucket and all in it', () => {
  const { policy } = onlyResource(minimal, 'aws_s3_bucket_policy');
  const [statement] = (JSON.parse(String(policy)) as { Statement: Record<string, unknown>[] }).Statement;
  expect(statement).toMatchObject({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  expect(statement?.['Resource']).toEqual([
    expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.arn\}$/),
    expect.stringMatching(/^\$\{aws_s3_bucket\.\w+\.arn\}\/\*$/),
  ]);
});

test('all props arrive', () => {
  expect(onlyResource(complete, 'aws_s3_bucket')).toMatchObject({ tags: { Owner: 'platform' } });
  expect(onlyResource(complete, 'aws_s3_bucket_server_side_encryption_configuration')).toMatchObject({
    rule: [
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: expect.stringContaining(':key/') as string,
        },
        bucket_key_enabled: true,
      },
    ],
  });
  expect(onlyResource(complete, 'aws_s3_bucket_lifecycle_configuration')).toMatchObject({
    rule: [{ noncurrent_version_expiration: [{ noncurrent_days: 365 }] }],
  });
});

test.each(['Acme', 'ac', '192.168.0.1', 'a..b', 'acme-s3alias', '-acme'])(
  '%s is no bucket name',
  (bucketName) => {
    const props: StateBucketProps = { bucketName, noncurrentDays: 0 };
    const message = thrownMessage(() => new StateBucket(testStack(), 'states', props));
    expect(message).toContain('test/states: bucketName\n');
    expect(message).toContain('test/states: noncurrentDays\n  got   0\n');
    expect(message).toContain('2 errors');
  },
);

test('addresses are contract', () => {
  expect(addresses(minimal).map((address) => address.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
    'aws_s3_bucket.states',
    'aws_s3_bucket_lifecycle_configuration.states_Lifecycle',
    'aws_s3_bucket_ownership_controls.states_Ownership',
    'aws_s3_bucket_policy.states_Policy',
    'aws_s3_bucket_public_access_block.states_PublicAccessBlock',
    'aws_s3_bucket_server_side_encryption_configuration.states_Encryption',
    'aws_s3_bucket_versioning.states_Versioning',
  ]);
  expect(addresses(complete)).toEqual(addresses(minimal));
});
