import type { Permission } from '@mcp-fleet/catalog';
import type { AwsInstancePlan, DeploymentPlanBase, ImagePlan } from './fleet-plan';
import type { HostPlan } from './host-plan';
import type { RouterDeployment } from './router-variables';

/** A front door on Fargate: its load balancer, the services behind it, and the instances that they hold. */
export interface FargateDeploymentPlan extends DeploymentPlanBase {
  readonly target: 'fargate';
  readonly edge: 'alb';
  /** @default - the name that AWS gives */
  readonly host?: HostPlan;
  readonly loadBalancer: LoadBalancerPlan;
  readonly containerInsights: 'enhanced' | 'disabled';
  /** By instance, or the one service that all share, by `SHARED_FUNCTION`. */
  readonly services: Readonly<Record<string, ServicePlan>>;
  readonly instances: Readonly<Record<string, FargateInstancePlan>>;
  /** What replaces tasks when a secret that they read has another value. @default - nothing does */
  readonly refresh?: { readonly name: string };
}

export interface LoadBalancerPlan {
  /** Name of load balancer and cluster. */
  readonly name: string;
  readonly exposure: 'internet' | 'internal';
  /** Ranges that may call, by name. @default - everybody, or the VPC where it is internal */
  readonly clients?: Readonly<Record<string, string>>;
  readonly plainHttp: boolean;
  readonly webAclArn?: string;
  /** A connection that is silent so long is cut; above the longest answer. */
  readonly idleTimeoutSeconds: number;
  readonly deletionProtection: boolean;
  readonly accessLogBucket: string;
  /** Only where the environment file asks for a check at the edge too. */
  readonly jwt?: {
    readonly issuer: string;
    readonly jwksUri: string;
    readonly audiences: readonly string[];
    /** Whether web pages call, whose browsers ask first without a token. */
    readonly browsers: boolean;
  };
}

/** The tasks of one service. */
export interface ServicePlan {
  readonly name: string;
  readonly targetGroupName: string;
  /** Key of the container that the load balancer reaches. */
  readonly frontContainer: string;
  /** By instance; `router` is the front of a task with several servers. */
  readonly containers: Readonly<Record<string, TaskContainerPlan>>;
  /** In units of 1/1024 vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Where the servers need more than the 20 GiB that a task has. */
  readonly ephemeralStorageGiB?: number;
  readonly architecture: 'arm64' | 'x86_64';
  readonly capacity: 'on-demand' | 'spot' | 'mixed';
  readonly scaling: ScalingPlan;
  /**
   * Longest answer of its servers: the time limit that is written, else the slowest call of the manifest, else the limit
   * of the router; at least a minute, and as long as routers let calls end. So long before it ends a task gets no more
   * requests.
   */
  readonly deregistrationDelaySeconds: number;
  readonly exec: boolean;
  /** Keys of the plan's secrets whose new values replace the tasks. */
  readonly refreshOn: readonly string[];
  /** Ports that its tasks call out by: 443, and those of the addresses in settings. Sorted. */
  readonly egressPorts: readonly number[];
  readonly parameterArns: readonly string[];
  readonly permissions: readonly Permission[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface ScalingPlan {
  readonly min: number;
  readonly max: number;
  readonly requestsPerTarget?: number;
  readonly cpuPercent?: number;
  readonly memoryPercent?: number;
  readonly schedules?: Readonly<
    Record<
      string,
      { readonly schedule: string; readonly timezone?: string; readonly min: number; readonly max: number }
    >
  >;
}

/** One container of a task: a router with the server behind it, or the front router alone. */
export interface TaskContainerPlan {
  readonly image: ImagePlan;
  /** Most memory that it may use; the task's where there is no other container. */
  readonly memoryMiB?: number;
  readonly logGroupName: string;
  /** Ports of its router, where several share the address of the task. */
  readonly variables: Readonly<Record<string, string>>;
  /** Keys of the plan's secrets, by the variable that gets the whole value. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What the router in it is told. */
  readonly router: RouterDeployment;
}

/** An instance on Fargate. */
export interface FargateInstancePlan extends AwsInstancePlan {
  /** Key in {@link FargateDeploymentPlan.services}. */
  readonly service: string;
}
