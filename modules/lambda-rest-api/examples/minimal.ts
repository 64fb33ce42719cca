import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LambdaRestApi } from '@mcp-fleet/lambda-rest-api';
import type { AnsweringFunctionRef } from '@mcp-fleet/refs';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * One server on one function: `gitlab` is a `LambdaServer` of `@mcp-fleet/lambda-http-api`, made with
 * `webAdapter: { streaming: true }`, or whatever else has its names and ARNs.
 */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string, gitlab: AnsweringFunctionRef) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const door = new LambdaRestApi(this, 'tools', {
      name: 'dev-tools',
      functions: { gitlab },
      servers: { gitlab: { function: 'gitlab' } },
    });
    new TerraformOutput(this, 'gitlab-url', { value: door.serverUrls.gitlab });
  }
}
