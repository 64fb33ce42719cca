import { InstanceAlarms } from '@mcp-fleet/alarms';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** The alarms of a server on a function behind an HTTP API. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new InstanceAlarms(this, 'gitlab', {
      environment: 'dev',
      deployment: 'tools',
      instance: 'gitlab',
      edge: { kind: 'http-api', apiId: 'a1b2c3d4e5', stage: '$default' },
      compute: { kind: 'function', functionName: 'dev-tools-gitlab' },
      timeLimitSeconds: 29,
    });
  }
}
