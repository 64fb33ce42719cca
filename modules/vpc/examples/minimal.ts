import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Vpc } from '@mcp-fleet/vpc';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** Two zones with one NAT gateway. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new Vpc(this, 'network', { name: 'dev', account: '111122223333', region: 'us-east-1' });
  }
}
