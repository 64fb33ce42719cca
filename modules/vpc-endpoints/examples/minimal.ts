import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { VpcEndpoints } from '@mcp-fleet/vpc-endpoints';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** S3 alone, for a VPC with NAT. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new VpcEndpoints(this, 'endpoints', {
      name: 'dev-endpoints',
      account: '111122223333',
      region: 'us-east-1',
      vpc: { vpcId: 'vpc-0123456789abcdef0' },
      routeTableIds: { a: 'rtb-0123456789abcdef0' },
    });
  }
}
