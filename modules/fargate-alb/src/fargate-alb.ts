import { mapRecord, mergeTags, serverPaths } from '@mcp-fleet/core';
import type { ClusterRef, LogGroupRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { EcsCluster } from './ecs-cluster';
import { checkFargateAlb } from './fargate-alb-checks';
import { FargateServer } from './fargate-server';
import type { ServiceProps } from './fargate-server-props';
import { LoadBalancer } from './load-balancer';
import type { LoadBalancerProps } from './load-balancer-props';
import { createLogGroups } from './log-groups';
import { placeOf } from './place';
import { ServerListenerRule, type ListenerJwt } from './server-listener-rule';

/** An instance behind the load balancer. */
export interface ServiceInstance {
  /** Key under `services` of the service that runs it. */
  readonly service: string;
}

/** Props of {@link FargateAlb}. Texts are Terraform's: pass what users write through `literal()`. */
export interface FargateAlbProps extends LoadBalancerProps {
  /** Private subnets of the tasks by zone, with a way out to what servers call. */
  readonly taskSubnetIds: Readonly<Record<string, string>>;
  /** The services, by keys that stay: they are in Terraform addresses. */
  readonly services: Readonly<Record<string, ServiceProps>>;
  /** The instances, by their public names. Several on one service, or each on its own. */
  readonly servers: Readonly<Record<string, ServiceInstance>>;
  /** Refuse calls without a token at the listener already; needs HTTPS. @default - the routers check */
  readonly jwt?: ListenerJwt;
  /** Also serve the RFC 9728 metadata of each instance. @default false */
  readonly metadata?: boolean;
  /** Detail of the metrics that Container Insights collects. @default 'disabled' */
  readonly containerInsights?: 'enhanced' | 'enabled' | 'disabled';
}

/**
 * One front door with its MCP servers: a load balancer, an ECS cluster, services on Fargate, and for each instance the
 * rule of `https://<host>/<instance>/mcp`. Whether servers share a service is only in the two records: rules keep their
 * addresses when they move from one service to another, and are turned to the new one once its tasks are well.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class FargateAlb extends Construct {
  /** The front door itself: its DNS name and zone are for alias records. */
  readonly loadBalancer: LoadBalancer;
  /** Cluster that the services run in. */
  readonly cluster: ClusterRef;
  /** The services, by their keys. */
  readonly services: Readonly<Record<string, FargateServer>>;
  /** `https://<host>`, or what takes its place. */
  readonly endpointUrl: string;
  /** URL of the MCP endpoint of each instance. */
  readonly serverUrls: Readonly<Record<string, string>>;
  /** Names of the services, by their keys. */
  readonly serviceNames: Readonly<Record<string, string>>;
  /** Log groups by container. */
  readonly logGroups: Readonly<Record<string, LogGroupRef>>;

  constructor(scope: Construct, id: string, props: FargateAlbProps) {
    super(scope, id);
    checkFargateAlb(this.node.path, props);
    const place = props.place ?? placeOf(this);
    const { network } = props;

    this.loadBalancer = new LoadBalancer(this, 'LoadBalancer', { ...props, place });
    this.cluster = new EcsCluster(this, 'Cluster', {
      clusterName: props.name,
      containerInsights: props.containerInsights,
      tags: props.tags,
    });
    this.logGroups = this.createLogGroups(props);
    const services = new Construct(this, 'Services');
    this.services = mapRecord(
      props.services,
      (service, key) =>
        new FargateServer(services, key, {
          ...service,
          tags: mergeTags(props.tags, service.tags),
          cluster: this.cluster,
          listener: this.loadBalancer,
          network: { vpcId: network.vpcId, subnetIds: props.taskSubnetIds, ipv6: network.ipv6 },
          place,
          logGroups: pick(this.logGroups, Object.keys(service.containers)),
        }),
    );
    this.createRules(props);

    this.endpointUrl = this.loadBalancer.url;
    this.serverUrls = mapRecord(props.servers, (_, instance) => this.endpointUrl + serverPaths(instance).mcp);
    this.serviceNames = mapRecord(this.services, (service) => service.serviceName);
  }

  /** One for each container, whichever service it is in: what an instance has logged stays where it is. */
  private createLogGroups({ services, tags }: FargateAlbProps): Record<string, LogGroupRef> {
    const scope = new Construct(this, 'LogGroups');
    return Object.values(services).reduce<Record<string, LogGroupRef>>(
      (all, { containers, operation }) => ({
        ...all,
        ...createLogGroups(scope, containers, operation?.logRetentionDays ?? 30, tags),
      }),
      {},
    );
  }

  private createRules(props: FargateAlbProps): void {
    const rules = new Construct(this, 'Rules');
    for (const [instance, { service }] of Object.entries(props.servers)) {
      const target = this.services[service] as FargateServer;
      new ServerListenerRule(rules, instance, {
        listener: this.loadBalancer,
        instance,
        targetGroup: target.targetGroup,
        jwt: props.jwt,
        metadata: props.metadata,
        after: target.ready,
        tags: props.tags,
      });
    }
  }
}

function pick<A>(record: Readonly<Record<string, A>>, keys: readonly string[]): Record<string, A> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key)));
}
