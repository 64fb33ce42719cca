import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { ImageRepository } from '@mcp-fleet/ecr';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A repository that nothing reads yet. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new ImageRepository(this, 'gitlab', { repositoryName: 'mcp-servers/dev/gitlab' });
  }
}
