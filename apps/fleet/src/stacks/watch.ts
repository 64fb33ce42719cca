import type { ComputeSource, EdgeSource, PageSuppressor } from '@mcp-fleet/alarms';
import { DeployingAlarm, InstanceAlarms, LoadBalancerAlarms, SharedAlarms } from '@mcp-fleet/alarms';
import type { AwsDeploymentPlan, AwsFleetPlan, AwsInstancePlan } from '@mcp-fleet/plan';
import { SHARED_FUNCTION } from '@mcp-fleet/plan';
import { Construct } from 'constructs';
import type { FoundationStack } from './foundation-stack';

/** Where the metrics of a deployment come from, in the stack that makes it. */
export interface Sources {
  /** What callers of an instance reach first; of a task that several share, that of all. */
  edgeOf(instance: string): EdgeSource;
  /** By instance, or what all share. */
  computeOf(key: string): ComputeSource;
  /** Tasks that there are at least, at any hour. @default - not tasks */
  tasksOf?(key: string): number;
  /** End of the ARN of the load balancer before all. @default - there is none */
  readonly loadBalancerArnSuffix?: string;
}

/** The alarms of every instance of a front door, and of what they share, where the environment asks for some. */
export function watch(
  scope: Construct,
  plan: AwsFleetPlan,
  deployment: AwsDeploymentPlan,
  foundation: FoundationStack,
  sources: Sources,
): void {
  if (plan.alarms === undefined) return;
  const alarms = new Construct(scope, 'alarms');
  const names = { environment: plan.environment, deployment: deployment.name };
  const topics = foundation.alarmTopicArn === undefined ? [] : [foundation.alarmTopicArn];
  const common = { ...names, actions: { pageTopicArns: topics } };
  const { suppressor } = new DeployingAlarm(alarms, 'deploying', names);
  const shared =
    deployment.topology === 'multi-server' ? watchShared(alarms, common, suppressor, sources) : undefined;
  const { loadBalancerArnSuffix } = sources;
  if (loadBalancerArnSuffix !== undefined) {
    new LoadBalancerAlarms(alarms, 'load-balancer', {
      ...common,
      loadBalancerArnSuffix,
      suppressor: shared?.quiet ?? suppressor,
    });
  }
  const instances: readonly AwsInstancePlan[] = Object.values(deployment.instances);
  const each = new Construct(alarms, 'instances');
  for (const instance of instances) {
    new InstanceAlarms(each, instance.name, {
      ...common,
      ...ownSources(instance.name, deployment, sources),
      instance: instance.name,
      timeLimitSeconds: instance.timeLimitSeconds,
      policy: { ...tasksPolicy(instance.name, sources, shared !== undefined), ...instance.thresholds },
      suppressor: shared?.quiet ?? suppressor,
      tags: { Server: instance.name },
    });
  }
}

function watchShared(
  scope: Construct,
  common: { environment: string; deployment: string; actions: { pageTopicArns: readonly string[] } },
  suppressor: PageSuppressor,
  sources: Sources,
): SharedAlarms {
  const edge = sources.edgeOf(SHARED_FUNCTION);
  return new SharedAlarms(scope, 'shared', {
    ...common,
    // Routes of an API tell instances apart, a target group does not.
    ...(edge.kind === 'target-group' ? { edge } : {}),
    compute: sources.computeOf(SHARED_FUNCTION),
    policy: tasksPolicy(SHARED_FUNCTION, sources, false),
    suppressor,
  });
}

/** What is an instance's alone. */
function ownSources(instance: string, { topology }: AwsDeploymentPlan, sources: Sources) {
  const edge = sources.edgeOf(instance);
  if (topology === 'per-server') return { edge, compute: sources.computeOf(instance) };
  return edge.kind === 'target-group' ? {} : { edge };
}

function tasksPolicy(key: string, { tasksOf }: Sources, elsewhere: boolean) {
  return tasksOf && !elsewhere ? { healthyTasks: tasksOf(key) } : {};
}
