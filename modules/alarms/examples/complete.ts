import {
  AlarmTopic,
  DeployingAlarm,
  FailoverAlarm,
  FleetDashboard,
  InstanceAlarms,
  LoadBalancerAlarms,
  SharedAlarms,
  type TargetGroupSource,
} from '@mcp-fleet/alarms';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A topic with two readers, the alarms of a server on a service of its own, of its load balancer and the one that DNS
 * follows, those of two servers that share a function, and the dashboard of the environment.
 */
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
    const actions = { pageTopicArns: [topic.topicArn], noticeTopicArns: [topic.topicArn] };
    const runbook = 'https://wiki.example.com/mcp';

    const tools = { environment: 'production', deployment: 'tools', tags };
    const deploying = new DeployingAlarm(this, 'tools-deploying', tools);
    const targetGroup: TargetGroupSource = {
      kind: 'target-group',
      loadBalancerArnSuffix: 'app/production-tools/0123456789abcdef',
      targetGroupArnSuffix: 'targetgroup/production-tools-gitlab/0123456789abcdef',
    };
    const alarms = new InstanceAlarms(this, 'gitlab', {
      ...tools,
      instance: 'gitlab',
      edge: targetGroup,
      compute: {
        kind: 'service',
        clusterName: 'production-tools',
        serviceName: 'production-tools-gitlab',
        containerInsights: true,
      },
      timeLimitSeconds: 60,
      labels: { Environment: 'production', Deployment: 'tools' },
      policy: { errorPercent: 2, jsonRpcErrorPercent: 10, restarts: 0 },
      actions,
      suppressor: { ...deploying.suppressor, waitSeconds: 30, extensionSeconds: 120 },
      runbook,
    });

    new LoadBalancerAlarms(this, 'tools-load-balancer', {
      ...tools,
      loadBalancerArnSuffix: 'app/production-tools/0123456789abcdef',
      policy: { edgeErrorPercent: 2, minimumRequests: 5 },
      actions,
      suppressor: deploying.suppressor,
      runbook,
    });

    const { alarmName } = new FailoverAlarm(this, 'failover', { ...tools, instance: 'gitlab', targetGroup });
    new TerraformOutput(this, 'failover-alarm', { value: alarmName });

    const oncall = { environment: 'production', deployment: 'oncall', actions, tags };
    const shared = new SharedAlarms(this, 'oncall', {
      ...oncall,
      compute: { kind: 'function', functionName: 'production-oncall', concurrencyLimit: 50 },
      policy: { errorPercent: 2 },
      suppressor: new DeployingAlarm(this, 'oncall-deploying', oncall).suppressor,
      runbook,
    });
    for (const instance of ['pagerduty', 'servicenow']) {
      new InstanceAlarms(this, instance, {
        ...oncall,
        instance,
        edge: {
          kind: 'http-api',
          apiId: 'a1b2c3d4e5',
          stage: '$default',
          route: { method: 'POST', resource: `/${instance}/mcp` },
        },
        timeLimitSeconds: 29,
        suppressor: shared.quiet,
      });
    }

    const dashboard = new FleetDashboard(this, 'dashboard', {
      environment: 'production',
      names: ['production-tools', 'production-oncall'],
      region: 'us-east-1',
      partition: 'aws',
      dashboardName: 'production-mcp',
      labelNames: ['Deployment', 'Environment'],
      httpApiIds: ['a1b2c3d4e5'],
      logGroups: { gitlab: '/ecs/production/tools/gitlab', oncall: '/aws/lambda/production-oncall' },
    });
    new TerraformOutput(this, 'page', { value: alarms.pageAlarmArn });
    new TerraformOutput(this, 'dashboard-name', { value: dashboard.dashboardName });
  }
}
