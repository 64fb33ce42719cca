import { AlarmTopic, FleetDashboard, InstanceAlarms } from '@mcp-fleet/alarms';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** A topic with two readers, the alarms of a server on a service, and the dashboard of the environment. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const tags = { Environment: 'production' };
    const topic = new AlarmTopic(this, 'topic', {
      topicName: 'production-mcp-alerts',
      account: '111122223333',
      region: 'us-east-1',
      partition: 'aws',
      emails: { team: 'team@example.com', desk: 'desk@example.com' },
      tags,
    });
    const alarms = new InstanceAlarms(this, 'gitlab', {
      environment: 'production',
      deployment: 'tools',
      instance: 'gitlab',
      edge: {
        kind: 'target-group',
        loadBalancerArnSuffix: 'app/production-tools/0123456789abcdef',
        targetGroupArnSuffix: 'targetgroup/production-tools-gitlab/0123456789abcdef',
      },
      compute: {
        kind: 'service',
        clusterName: 'production-tools',
        serviceName: 'production-tools-gitlab',
        containerInsights: true,
      },
      timeLimitSeconds: 60,
      labels: { Environment: 'production', Deployment: 'tools' },
      policy: { errorPercent: 2, jsonRpcErrorPercent: 10, restarts: 0 },
      actions: { pageTopicArns: [topic.topicArn], noticeTopicArns: [topic.topicArn] },
      suppressor: { alarmName: 'production-tools-deploying', waitSeconds: 30, extensionSeconds: 120 },
      runbook: 'https://wiki.example.com/mcp',
      tags,
    });
    const dashboard = new FleetDashboard(this, 'dashboard', {
      environment: 'production',
      region: 'us-east-1',
      partition: 'aws',
      dashboardName: 'production-mcp',
      labelNames: ['Deployment', 'Environment'],
      httpApiIds: ['a1b2c3d4e5'],
      logGroups: { gitlab: '/ecs/production/tools/gitlab' },
    });
    new TerraformOutput(this, 'page', { value: alarms.pageAlarmArn });
    new TerraformOutput(this, 'dashboard-name', { value: dashboard.dashboardName });
  }
}
