import { EcsCluster as Cluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { limits, PropChecks } from '@mcp-fleet/core';
import type { ClusterRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Props of {@link EcsCluster}. Texts are Terraform's. */
export interface EcsClusterProps {
  /** Name of the cluster, 1 to 255 letters, digits, hyphens and underscores. */
  readonly clusterName: string;
  /** Detail of the metrics that CloudWatch Container Insights collects; each metric costs. @default 'disabled' */
  readonly containerInsights?: 'enhanced' | 'enabled' | 'disabled';
  /** Tags of the cluster. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An ECS cluster whose services run on Fargate, on demand and on Spot.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class EcsCluster extends Construct implements ClusterRef {
  readonly clusterName: string;
  readonly clusterArn: string;
  /** The cluster itself, for what no prop covers. */
  readonly resource: Cluster;

  constructor(scope: Construct, id: string, props: EcsClusterProps) {
    super(scope, id);
    const { clusterName, containerInsights = 'disabled', tags } = props;
    new PropChecks(this.node.path).within('clusterName', limits.ecs.name, clusterName).done();

    this.resource = new Cluster(this, 'Resource', {
      name: clusterName,
      setting: [{ name: 'containerInsights', value: containerInsights }],
      tags,
    });
    const providers = new EcsClusterCapacityProviders(this, 'CapacityProviders', {
      clusterName: this.resource.name,
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });

    // Read back from the providers, so that a service comes after them: before, ECS refuses its strategy.
    this.clusterName = providers.clusterName;
    this.clusterArn = this.resource.arn;
  }
}
