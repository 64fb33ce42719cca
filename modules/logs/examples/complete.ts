import { credentialPatterns, LogDataProtection, routerQueries, SavedQueries } from '@mcp-fleet/logs';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** Two log groups, masked and asked; what was found is written to a third, and there is a query of our own. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const group = (key: string, name: string) => {
      const { name: logGroupName, arn: logGroupArn } = new CloudwatchLogGroup(this, key, { name });
      return { logGroupName, logGroupArn };
    };
    const logGroups = {
      gitlab: group('gitlab', '/ecs/production/tools/gitlab'),
      oncall: group('oncall', '/aws/lambda/production-oncall'),
    };
    new LogDataProtection(this, 'masking', {
      logGroups,
      managed: ['AwsSecretKey', 'PkcsPrivateKey'],
      patterns: { ...credentialPatterns, EmployeeId: 'EMP-[0-9]{6}' },
      findings: group('findings', '/aws/vendedlogs/production-findings'),
      partition: 'aws',
    });
    const saved = new SavedQueries(this, 'queries', {
      folder: 'production',
      logGroups,
      queries: {
        ...routerQueries,
        answers: { name: 'answers by status', query: 'filter kind = "access"\n| stats count(*) by status' },
      },
    });
    new TerraformOutput(this, 'slowest', { value: saved.queryNames['slowest'] });
  }
}
