import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { SecretContainer, SecretKey, ServiceRefresh } from '@mcp-fleet/secrets';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

const account = '111122223333';
const region = 'us-east-1';

/**
 * A secret with a key of its own, that one server reads and a function renews, whereupon the server's tasks are replaced.
 * Its name is free at once when it is destroyed.
 */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region });
    const { kmsKeyArn } = new SecretKey(this, 'key', {
      aliasName: 'mcp-dev-secrets',
      account,
      region,
      partition: 'aws',
      description: 'Secrets of the MCP servers of dev.',
      deletionWindowDays: 7,
      tags: { Application: 'mcp-servers' },
    });
    const secret = new SecretContainer(this, 'gitlab', {
      secretName: 'mcp/dev/gitlab',
      description: 'GITLAB_TOKEN of the gitlab server',
      recoveryWindowDays: 0,
      kmsKeyArn,
      readers: [`arn:aws:iam::${account}:role/dev-tools-gitlab`],
      rotation: {
        functionArn: `arn:aws:lambda:${region}:${account}:function:rotate-gitlab`,
        roleArn: `arn:aws:iam::${account}:role/rotate-gitlab`,
        schedule: 'cron(0 8 1 * ? *)',
        windowHours: 3,
        rotateImmediately: false,
      },
      place: { account, region },
      tags: { Server: 'gitlab' },
    });
    new ServiceRefresh(this, 'refresh', {
      name: 'dev-tools-refresh',
      cluster: { clusterName: 'dev-tools', clusterArn: `arn:aws:ecs:${region}:${account}:cluster/dev-tools` },
      services: { gitlab: { serviceName: 'dev-tools-gitlab', secrets: [secret] } },
      account,
      region,
      partition: 'aws',
      noticeTopicArns: [`arn:aws:sns:${region}:${account}:mcp-alerts`],
      tags: { Deployment: 'tools' },
    });
    new TerraformOutput(this, 'gitlab-secret-arn', { value: secret.secretArn });
  }
}
