import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { StateBucket } from '@mcp-fleet/state-bucket';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A bucket whose old states can be brought back for 90 days. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new StateBucket(this, 'states', { bucketName: 'acme-terraform-state' });
  }
}
