import { LogDataProtection } from '@mcp-fleet/logs';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A log group in which credentials are masked. */
export class MinimalStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const { name, arn } = new CloudwatchLogGroup(this, 'tools', { name: '/aws/lambda/dev-tools' });
    new LogDataProtection(this, 'masking', {
      logGroups: { tools: { logGroupName: name, logGroupArn: arn } },
    });
  }
}
