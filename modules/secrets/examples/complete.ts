import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretContainer } from '@mcp-fleet/secrets';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A secret with a key of its own, whose name is free again at once when it is destroyed. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const secret = new SecretContainer(this, 'gitlab', {
      secretName: 'mcp/dev/gitlab',
      description: 'GITLAB_TOKEN of the gitlab server',
      recoveryWindowDays: 0,
      kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
      tags: { Server: 'gitlab' },
    });
    new TerraformOutput(this, 'gitlab-secret-arn', { value: secret.secretArn });
  }
}
