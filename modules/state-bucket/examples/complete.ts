import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { StateBucket } from '@mcp-fleet/state-bucket';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A bucket with a key of its own. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new StateBucket(this, 'states', {
      bucketName: 'acme-terraform-state',
      kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
      noncurrentDays: 365,
      tags: { Owner: 'platform' },
    });
  }
}
