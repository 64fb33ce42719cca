import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LambdaHttpApi } from '@mcp-fleet/lambda-http-api';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

const digest = '0'.repeat(64);

/** One server on one function. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const door = new LambdaHttpApi(this, 'tools', {
      name: 'dev-tools',
      functions: {
        gitlab: {
          functionName: 'dev-tools-gitlab',
          image: {
            uri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp-servers/dev/gitlab@sha256:${digest}`,
          },
        },
      },
      servers: { gitlab: { function: 'gitlab' } },
    });
    new TerraformOutput(this, 'gitlab-url', { value: door.serverUrls.gitlab });
  }
}
