import type { TargetGroupSource } from '@mcp-fleet/alarms';
import { FailoverAlarm } from '@mcp-fleet/alarms';
import { literal } from '@mcp-fleet/core';
import type { ContainerProps, LoadBalancerNetwork, ServiceProps } from '@mcp-fleet/fargate-alb';
import type { FargateServer } from '@mcp-fleet/fargate-alb';
import { FargateAlb } from '@mcp-fleet/fargate-alb';
import type {
  AwsFleetPlan,
  FargateDeploymentPlan,
  LoadBalancerPlan,
  ServicePlan,
  TaskContainerPlan,
} from '@mcp-fleet/plan';
import { LogDataProtection } from '@mcp-fleet/logs';
import { routerVariables } from '@mcp-fleet/plan';
import type { HealthCheckRef, NetworkRef, SecretRef } from '@mcp-fleet/refs';
import { AlarmHealthCheck } from '@mcp-fleet/route53';
import { ServiceRefresh } from '@mcp-fleet/secrets';
import { TerraformOutput } from 'cdktf';
import type { App, TerraformStack } from 'cdktf';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';
import type { FoundationStack } from './foundation-stack';
import { FrontDoorNames } from './front-door-names';
import { imageUri, repositoryArn } from './image-uri';
import { rotate } from './rotate';
import { watch } from './watch';

export interface FargateStackProps extends Omit<FleetStackProps, 'name' | 'tags'> {
  /** Plan of the environment. */
  readonly plan: AwsFleetPlan;
  /** Plan of the deployment. */
  readonly deployment: FargateDeploymentPlan;
  /** Stack with the repositories and secrets of the environment. */
  readonly foundation: FoundationStack;
  /** VPC of the tasks. */
  readonly network: NetworkRef;
  /** The stack that makes the network. @default - it exists already */
  readonly networkStack?: TerraformStack;
}

/** One front door with its tasks: one plan, one apply. */
export class FargateStack extends FleetStack {
  constructor(scope: App, props: FargateStackProps) {
    const { deployment, foundation, network, networkStack, plan } = props;
    super(scope, { ...props, name: deployment.stack, tags: deployment.tags });
    this.addDependency(foundation);
    if (networkStack) this.addDependency(networkStack);
    const { loadBalancer } = deployment;
    const names = this.createNames(props);
    const certificateArn = names?.certificateArn;
    const frontDoor = new FargateAlb(this, 'fargate-alb', {
      name: loadBalancer.name,
      place: plan.aws,
      network: { ...loadBalancerNetwork(loadBalancer, network), ipv6: plan.network?.ipv6 ?? false },
      taskSubnetIds: network.privateSubnetIds,
      exposure: loadBalancer.exposure,
      plainHttp: loadBalancer.plainHttp,
      idleTimeoutSeconds: loadBalancer.idleTimeoutSeconds,
      deletionProtection: loadBalancer.deletionProtection,
      accessLogs: { bucketName: loadBalancer.accessLogBucket },
      containerInsights: deployment.containerInsights,
      metadata: Object.values(deployment.instances).some(({ paths }) => paths.metadata),
      ...(deployment.host ? { host: deployment.host.name } : {}),
      ...(certificateArn === undefined ? {} : { certificateArn }),
      ...(loadBalancer.webAclArn === undefined ? {} : { webAclArn: loadBalancer.webAclArn }),
      ...(loadBalancer.jwt ? { jwt: jwtProps(loadBalancer.jwt) } : {}),
      services: Object.fromEntries(
        Object.entries(deployment.services).map(([key, service]) => [key, this.serviceProps(service, props)]),
      ),
      servers: Object.fromEntries(
        Object.values(deployment.instances).map(({ name, service }) => [name, { service }]),
      ),
    });
    const serverOf = (key: string) =>
      frontDoor.services[deployment.instances[key]?.service ?? key] as FargateServer;
    const targetGroupOf = (key: string): TargetGroupSource => ({
      kind: 'target-group',
      loadBalancerArnSuffix: frontDoor.loadBalancer.loadBalancerArnSuffix,
      targetGroupArnSuffix: serverOf(key).targetGroup.targetGroupArnSuffix,
    });
    watch(this, plan, deployment, foundation, {
      edgeOf: targetGroupOf,
      computeOf: (key) => ({
        kind: 'service',
        clusterName: frontDoor.cluster.clusterName,
        serviceName: serverOf(key).serviceName,
        containerInsights: deployment.containerInsights !== 'disabled',
      }),
      tasksOf: (key) => fewestTasks(deployment.services[key]?.scaling),
      loadBalancerArnSuffix: frontDoor.loadBalancer.loadBalancerArnSuffix,
    });
    rotate(this, plan, deployment, foundation);
    this.createRefresh(props, frontDoor);
    if (plan.maskLogs) {
      new LogDataProtection(this, 'masking', {
        logGroups: frontDoor.logGroups,
        partition: plan.aws.partition,
      });
    }
    names?.leadTo(
      () => frontDoor.loadBalancer,
      (instance) => this.alarmCheck(props, instance, targetGroupOf(instance)),
    );
    this.output('endpoint', 'Address of the front door.', frontDoor.endpointUrl);
    this.output('servers', 'Address of each server, for MCP clients.', frontDoor.serverUrls);
    this.output('load_balancer', 'Name and hosted zone of the load balancer, for a DNS alias.', {
      dns_name: frontDoor.loadBalancer.dnsName,
      zone_id: frontDoor.loadBalancer.zoneId,
    });
    this.output('cluster', 'ARN of the ECS cluster.', frontDoor.cluster.clusterArn);
    this.output('services', 'Name of each service.', frontDoor.serviceNames);
    this.output(
      'log_groups',
      'Log group of each container.',
      Object.fromEntries(
        Object.entries(frontDoor.logGroups).map(([key, group]) => [key, group.logGroupName]),
      ),
    );
  }

  private createNames({ deployment: { host }, foundation, plan: { domain } }: FargateStackProps) {
    if (host === undefined) return undefined;
    const { zone } = foundation;
    return new FrontDoorNames(this, 'names', {
      host,
      ...(domain ? { domain } : {}),
      ...(zone ? { zone } : {}),
    });
  }

  /** Replaces tasks when a secret has another value: they get theirs when they start. */
  private createRefresh({ deployment, foundation, plan }: FargateStackProps, frontDoor: FargateAlb): void {
    const { refresh, services } = deployment;
    if (refresh === undefined) return;
    const following = Object.entries(services).filter(([, { refreshOn }]) => refreshOn.length > 0);
    new ServiceRefresh(this, 'refresh', {
      ...plan.aws,
      name: refresh.name,
      cluster: frontDoor.cluster,
      services: Object.fromEntries(
        following.map(([key, { refreshOn }]) => [
          key,
          {
            serviceName: frontDoor.serviceNames[key] ?? '',
            secrets: refreshOn.map((secret) => foundation.secrets[secret] as SecretRef),
          },
        ]),
      ),
      ...(foundation.alarmTopicArn === undefined ? {} : { noticeTopicArns: [foundation.alarmTopicArn] }),
    });
  }

  /** The health of a load balancer that Route 53's checkers do not reach. */
  private alarmCheck(
    { plan, deployment }: FargateStackProps,
    instance: string,
    targetGroup: TargetGroupSource,
  ): HealthCheckRef {
    const alarm = new FailoverAlarm(this, 'failover-alarm', {
      environment: plan.environment,
      deployment: deployment.name,
      instance,
      targetGroup,
    });
    return new AlarmHealthCheck(this, 'alarm-health-check', {
      alarmName: alarm.alarmName,
      alarmRegion: plan.aws.region,
      alarmSettings: alarm.settings,
    });
  }

  private serviceProps(service: ServicePlan, props: FargateStackProps): ServiceProps {
    const { name, containers, permissions, scaling, deregistrationDelaySeconds, exec, ...rest } = service;
    return {
      ...rest,
      serviceName: name,
      containers: Object.fromEntries(
        Object.entries(containers).map(([key, container]) => [
          key,
          this.containerProps(key, container, props),
        ]),
      ),
      scaling: {
        ...scaling,
        schedules: Object.fromEntries(
          Object.entries(scaling.schedules ?? {}).map(([key, schedule]) => [
            key,
            {
              ...schedule,
              schedule: literal(schedule.schedule),
              ...(schedule.timezone === undefined ? {} : { timezone: literal(schedule.timezone) }),
            },
          ]),
        ),
      },
      operation: { deregistrationDelaySeconds, exec },
      permissions: permissions.map(({ actions, resources }) => ({
        actions,
        resources: resources.map(literal),
      })),
    };
  }

  private containerProps(
    key: string,
    container: TaskContainerPlan,
    { foundation, plan }: FargateStackProps,
  ): ContainerProps {
    const { secretKey } = plan.foundation;
    const secretArn = (name: string) => foundation.secrets[name]?.secretArn ?? '';
    return {
      imageUri: imageUri(this, `image-${key}`, container.image),
      repositoryArn: repositoryArn(container.image),
      logGroupName: container.logGroupName,
      // The router finds the value of a secret in the variable that ECS fills, by its key.
      environment: { ...routerVariables(container.router, literal, (name) => name), ...container.variables },
      secrets: Object.fromEntries(
        Object.entries(container.secrets).map(([variable, name]) => [variable, secretArn(name)]),
      ),
      // The key of the environment lets Secrets Manager in by itself; one that was given may leave it to IAM.
      ...(secretKey?.kind === 'given' ? { secretKeyArns: [secretKey.arn] } : {}),
      ...(container.memoryMiB === undefined ? {} : { memoryMiB: container.memoryMiB }),
    };
  }

  private output(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value });
  }
}

/** Public subnets where it faces the internet; who may call an internal one is said, or is the VPC. */
function loadBalancerNetwork(
  { exposure, clients }: LoadBalancerPlan,
  { vpcId, vpcCidr, publicSubnetIds, privateSubnetIds }: NetworkRef,
): LoadBalancerNetwork {
  const vpc = exposure === 'internal' && vpcCidr !== undefined ? { vpc: vpcCidr } : undefined;
  const clientCidrs = clients ?? vpc;
  return {
    vpcId,
    subnetIds: exposure === 'internet' ? publicSubnetIds : privateSubnetIds,
    ...(clientCidrs ? { clientCidrs } : {}),
  };
}

/** Tasks that there are at any hour: a schedule may leave fewer than the bound that holds without it. */
function fewestTasks(scaling: ServicePlan['scaling'] | undefined): number {
  const scheduled = Object.values(scaling?.schedules ?? {}).map(({ min }) => min);
  return Math.min(scaling?.min ?? 1, ...scheduled);
}

function jwtProps({ issuer, jwksUri, audiences, browsers }: NonNullable<LoadBalancerPlan['jwt']>) {
  return {
    issuer: literal(issuer),
    jwksEndpoint: literal(jwksUri),
    audiences: audiences.map(literal),
    browsers,
  };
}
