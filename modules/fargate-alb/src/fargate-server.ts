import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { router } from '@mcp-fleet/core';
import {
  newBeforeOld,
  type ClusterRef,
  type ListenerRef,
  type LogGroupRef,
  type Place,
  type TargetGroupRef,
} from '@mcp-fleet/refs';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { DeploymentAlarms } from './deployment-alarms';
import { checkFargateServer } from './fargate-server-checks';
import {
  withDefaults,
  type Capacity,
  type ResolvedServiceProps,
  type ServiceProps,
} from './fargate-server-props';
import { placeOf } from './place';
import { executionPolicy, taskPolicy, trustPolicy } from './policies';
import { createLogGroups } from './log-groups';
import { ServiceScaling } from './service-scaling';
import { TargetGroup } from './target-group';
import { containerDefinitions, volumesOf } from './task-definition';
import { createTaskNetwork, type TaskNetwork } from './task-network';

/** Props of {@link FargateServer}. */
export interface FargateServerProps extends ServiceProps {
  /** Cluster that the service runs in. */
  readonly cluster: ClusterRef;
  /** Listener that the service is reached through. */
  readonly listener: ListenerRef;
  /** VPC, and subnets of the tasks by zone: private ones with a way out to what the servers call. */
  readonly network: {
    /** Id of the VPC. */
    readonly vpcId: string;
    /** Ids of the subnets, by zone. */
    readonly subnetIds: Readonly<Record<string, string>>;
    /** The subnets have addresses of IPv6 too, with a way out. @default false */
    readonly ipv6?: boolean;
  };
  /** Account, Region and partition of the service. @default - asked of AWS when Terraform plans */
  readonly place?: Place;
  /** Log groups by container, where they are to outlive the service. @default - made here */
  readonly logGroups?: Readonly<Record<string, LogGroupRef>>;
}

interface ServiceParts {
  readonly taskDefinition: EcsTaskDefinition;
  readonly targetGroup: TargetGroup;
  readonly taskNetwork: TaskNetwork;
  readonly alarmNames: readonly string[];
}

/** Share of tasks on each provider. One task on demand keeps a mixed service alive when Spot has none. */
const STRATEGIES: Readonly<
  Record<Capacity, readonly { capacityProvider: string; base?: number; weight: number }[]>
> = {
  'on-demand': [{ capacityProvider: 'FARGATE', weight: 1 }],
  spot: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
  mixed: [
    { capacityProvider: 'FARGATE', base: 1, weight: 1 },
    { capacityProvider: 'FARGATE_SPOT', weight: 3 },
  ],
};

/**
 * An ECS service on Fargate whose tasks hold one MCP server, or a front router with several: task definition, roles,
 * log groups, target group, security group and scaling. Nothing leads to it until a `ServerListenerRule` does.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class FargateServer extends Construct {
  readonly serviceName: string;
  readonly targetGroup: TargetGroupRef;
  /** Log group of each container. */
  readonly logGroups: Readonly<Record<string, LogGroupRef>>;
  /** Names of the alarms that roll a deployment back; none where they are switched off. */
  readonly deploymentAlarmNames: readonly string[];
  /** Security group of the tasks. */
  readonly securityGroupId: string;
  /** Resources that a rule to this service must come after: the service, once steady, and its scaling. */
  readonly ready: readonly ITerraformDependable[];
  /** The service itself, for what no prop covers. */
  readonly resource: EcsService;

  constructor(scope: Construct, id: string, props: FargateServerProps) {
    super(scope, id);
    const settings = withDefaults(props);
    checkFargateServer(this.node.path, settings, props.network.subnetIds);

    this.logGroups = props.logGroups ?? this.createLogGroups(settings);
    const taskDefinition = this.createTaskDefinition(props.place ?? placeOf(this), settings);
    const targetGroup = new TargetGroup(this, 'TargetGroup', {
      name: props.targetGroupName,
      vpcId: props.network.vpcId,
      listener: props.listener,
      deregistrationDelaySeconds: settings.operation.deregistrationDelaySeconds,
      tags: props.tags,
    });
    const taskNetwork = createTaskNetwork(this, {
      serviceName: props.serviceName,
      vpcId: props.network.vpcId,
      loadBalancer: props.listener,
      ipv6: props.network.ipv6 ?? false,
      egressPorts: settings.egressPorts,
      tags: props.tags,
    });
    const alarmNames = this.createAlarms(props, settings, targetGroup);
    this.resource = this.createService(props, settings, {
      taskDefinition,
      targetGroup,
      taskNetwork,
      alarmNames,
    });
    const scaling = new ServiceScaling(this, 'Scaling', {
      clusterName: props.cluster.clusterName,
      serviceName: this.resource.name,
      resourceLabel: `${props.listener.loadBalancerArnSuffix}/${targetGroup.targetGroupArnSuffix}`,
      scaling: settings.scaling,
      tags: props.tags,
    });

    this.ready = [this.resource, ...scaling.parts];
    this.serviceName = this.resource.name;
    this.targetGroup = targetGroup;
    this.deploymentAlarmNames = alarmNames;
    this.securityGroupId = taskNetwork.securityGroupId;
  }

  private createLogGroups({ containers, operation, tags }: ResolvedServiceProps) {
    return createLogGroups(new Construct(this, 'LogGroups'), containers, operation.logRetentionDays, tags);
  }

  private createTaskDefinition(place: Place, settings: ResolvedServiceProps): EcsTaskDefinition {
    const { serviceName, tags } = settings;
    const trust = trustPolicy(place.partition, place.region, place.account);
    const execution = this.createRole('Execution', `${serviceName}_execution`, trust, tags);
    const groups = Object.values(this.logGroups).map(({ logGroupArn }) => logGroupArn);
    const start = this.createPolicy(
      'ExecutionPolicy',
      execution,
      'start',
      executionPolicy(settings, groups, place.region),
    );
    const task = this.createRole('Task', `${serviceName}_task`, trust, tags);
    const granted = taskPolicy(settings);
    const runtime = granted === undefined ? [] : [this.createPolicy('TaskPolicy', task, 'runtime', granted)];
    return new EcsTaskDefinition(this, 'TaskDefinition', {
      family: serviceName,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(settings.cpu),
      memory: String(settings.memoryMiB),
      ephemeralStorage:
        settings.ephemeralStorageGiB === undefined ? undefined : { sizeInGib: settings.ephemeralStorageGiB },
      runtimePlatform: {
        operatingSystemFamily: 'LINUX',
        cpuArchitecture: settings.architecture === 'arm64' ? 'ARM64' : 'X86_64',
      },
      executionRoleArn: execution.arn,
      taskRoleArn: task.arn,
      containerDefinitions: JSON.stringify(containerDefinitions(this.withLogGroups(settings), place.region)),
      volume: volumesOf(settings),
      tags,
      // The rights must be there before the first task is.
      dependsOn: [start, ...runtime],
      lifecycle: newBeforeOld,
    });
  }

  /** With names read back from the groups, so that they exist before a task writes to them. */
  private withLogGroups(settings: ResolvedServiceProps): ResolvedServiceProps {
    const containers = Object.fromEntries(
      Object.entries(settings.containers).map(([name, container]) => [
        name,
        { ...container, logGroupName: this.logGroups[name]?.logGroupName ?? container.logGroupName },
      ]),
    );
    return { ...settings, containers };
  }

  private createRole(
    id: string,
    name: string,
    assumeRolePolicy: string,
    tags: ServiceProps['tags'],
  ): IamRole {
    return new IamRole(this, `${id}Role`, { name, assumeRolePolicy, tags, lifecycle: newBeforeOld });
  }

  private createPolicy(id: string, role: IamRole, name: string, policy: string): IamRolePolicy {
    return new IamRolePolicy(this, id, { name, role: role.id, policy, lifecycle: newBeforeOld });
  }

  private createAlarms(
    { listener }: FargateServerProps,
    { serviceName, operation, tags }: ResolvedServiceProps,
    { targetGroupArnSuffix }: TargetGroupRef,
  ): readonly string[] {
    if (!operation.deploymentAlarms) return [];
    const { loadBalancerArnSuffix } = listener;
    return new DeploymentAlarms(this, 'DeploymentAlarms', {
      serviceName,
      loadBalancerArnSuffix,
      targetGroupArnSuffix,
      tags,
    }).alarmNames;
  }

  private createService(
    { cluster, network }: FargateServerProps,
    settings: ResolvedServiceProps,
    { taskDefinition, targetGroup, taskNetwork, alarmNames }: ServiceParts,
  ): EcsService {
    const { serviceName, capacity, scaling, operation, tags } = settings;
    return new EcsService(this, 'Resource', {
      name: serviceName,
      // By name, which a cluster of ours has only once its capacity providers are attached.
      cluster: cluster.clusterName,
      taskDefinition: taskDefinition.arn,
      desiredCount: scaling.min,
      capacityProviderStrategy: STRATEGIES[capacity].map((strategy) => ({ ...strategy })),
      // Without it the provider cannot change the strategy of a service that runs, and plans a second one of its name.
      forceNewDeployment: true,
      platformVersion: 'LATEST',
      availabilityZoneRebalancing: 'ENABLED',
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms:
        alarmNames.length > 0 ? { enable: true, rollback: true, alarmNames: [...alarmNames] } : undefined,
      healthCheckGracePeriodSeconds: operation.healthCheckGraceSeconds,
      enableExecuteCommand: operation.exec,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      waitForSteadyState: true,
      networkConfiguration: {
        subnets: Object.values(network.subnetIds),
        securityGroups: [taskNetwork.securityGroupId],
        assignPublicIp: false,
      },
      loadBalancer: [
        {
          targetGroupArn: targetGroup.targetGroupArn,
          containerName: settings.frontContainer,
          containerPort: router.port,
        },
      ],
      tags,
      // Rules are gone only once the service is: tasks that still answer must not lose their network.
      dependsOn: [targetGroup.attachment, ...taskNetwork.rules],
      // Scaling owns the number of tasks once they run.
      lifecycle: { ...newBeforeOld, ignoreChanges: ['desired_count'] },
    });
  }
}
