import type { SecurityGroupRef } from './networks';

/** An ECS cluster with its capacity providers. */
export interface ClusterRef {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** ARN of the cluster. */
  readonly clusterArn: string;
}

/** The listener of a load balancer, with the security group of the load balancer. */
export interface ListenerRef extends SecurityGroupRef {
  /** ARN of the listener that rules are added to. */
  readonly listenerArn: string;
  /** Load balancer as metrics name it: `app/<name>/<id>`. */
  readonly loadBalancerArnSuffix: string;
}

/** The target group that a listener rule forwards to. */
export interface TargetGroupRef {
  /** ARN of the target group. */
  readonly targetGroupArn: string;
  /** Target group as metrics name it: `targetgroup/<name>/<id>`. */
  readonly targetGroupArnSuffix: string;
}
