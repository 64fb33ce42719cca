import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { ImageRepository } from '@mcp-fleet/ecr';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A repository that two environments use, one of them in another account. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new ImageRepository(this, 'gitlab', {
      repositoryName: 'mcp-servers/production/gitlab',
      account: '111122223333',
      lambdaReaders: [
        { account: '111122223333', region: 'us-east-1', functionNamePrefix: 'production-' },
        { account: '444455556666', region: 'us-east-1', functionNamePrefix: 'staging-' },
      ],
      deployedBy: ['production', 'staging'],
      kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
      forceDelete: true,
      tags: { Server: 'gitlab' },
    });
  }
}
