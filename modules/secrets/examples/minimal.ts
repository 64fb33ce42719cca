import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretContainer } from '@mcp-fleet/secrets';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A secret for one instance. Put its value in with `aws secretsmanager put-secret-value`. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new SecretContainer(this, 'gitlab', { secretName: 'mcp/dev/gitlab' });
  }
}
