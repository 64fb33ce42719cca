import type { Permission } from '@mcp-fleet/catalog';
import type { AwsInstancePlan, DeploymentPlanBase, ImagePlan } from './fleet-plan';
import type { HostPlan } from './host-plan';
import type { RouterDeployment } from './router-variables';

/** A front door on Fargate: its load balancer, the services behind it, and the instances that they hold. */
export interface FargateDeploymentPlan extends DeploymentPlanBase {
  /** Name of the target. */
  readonly target: 'fargate';
  /** Kind of the front door. */
  readonly edge: 'alb';
  /** Host of the load balancer. @default - the name that AWS gives */
  readonly host?: HostPlan;
  /** Load balancer in front of the services. */
  readonly loadBalancer: LoadBalancerPlan;
  /** Container Insights of the cluster. */
  readonly containerInsights: 'enhanced' | 'disabled';
  /** By instance, or the one service that all share, by `SHARED_FUNCTION`. */
  readonly services: Readonly<Record<string, ServicePlan>>;
  /** Instances by name. */
  readonly instances: Readonly<Record<string, FargateInstancePlan>>;
  /** What replaces tasks when a secret that they read has another value. @default - nothing does */
  readonly refresh?: { readonly name: string };
}

export interface LoadBalancerPlan {
  /** Name of load balancer and cluster. */
  readonly name: string;
  /** Reach of the load balancer: the internet, or the VPC alone. */
  readonly exposure: 'internet' | 'internal';
  /** Ranges that may call, by name. @default - everybody, or the VPC where it is internal */
  readonly clients?: Readonly<Record<string, string>>;
  /** True if it serves HTTP without a certificate. */
  readonly plainHttp: boolean;
  /** ARN of the web ACL of AWS WAF. @default - none */
  readonly webAclArn?: string;
  /** A connection that is silent so long is cut; above the longest answer. */
  readonly idleTimeoutSeconds: number;
  /** True if AWS refuses to delete it. */
  readonly deletionProtection: boolean;
  /** Name of the bucket of its access logs. */
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
  /** Name of the service and of its task definition. */
  readonly name: string;
  /** Name of the target group. */
  readonly targetGroupName: string;
  /** Key of the container that the load balancer reaches. */
  readonly frontContainer: string;
  /** By instance; `router` is the front of a task with several servers. */
  readonly containers: Readonly<Record<string, TaskContainerPlan>>;
  /** In units of 1/1024 vCPU. */
  readonly cpu: number;
  /** Memory of the task in MiB. */
  readonly memoryMiB: number;
  /** Where the servers need more than the 20 GiB that a task has. */
  readonly ephemeralStorageGiB?: number;
  /** Processor of the task. */
  readonly architecture: 'arm64' | 'x86_64';
  /** Capacity that the tasks run on. */
  readonly capacity: 'on-demand' | 'spot' | 'mixed';
  /** Bounds and aims of the number of tasks. */
  readonly scaling: ScalingPlan;
  /**
   * Longest answer of its servers: the time limit that is written, else the slowest call of the manifest, else the limit
   * of the router; at least a minute, and as long as routers let calls end. So long before it ends a task gets no more
   * requests.
   */
  readonly deregistrationDelaySeconds: number;
  /** True if ECS Exec opens a shell in the tasks. */
  readonly exec: boolean;
  /** Keys of the plan's secrets whose new values replace the tasks. */
  readonly refreshOn: readonly string[];
  /** Ports that its tasks call out by: 443, and those of the addresses in settings. Sorted. */
  readonly egressPorts: readonly number[];
  /** SSM parameters that the tasks read. */
  readonly parameterArns: readonly string[];
  /** Rights of the task role. */
  readonly permissions: readonly Permission[];
  /** Tags of the service and what belongs to it. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface ScalingPlan {
  /** Least number of tasks. */
  readonly min: number;
  /** Greatest number of tasks. */
  readonly max: number;
  /** Requests a minute that each task should get. @default - the module's */
  readonly requestsPerTarget?: number;
  /** Average CPU of the tasks in per cent. @default - the module's */
  readonly cpuPercent?: number;
  /** Average memory of the tasks in per cent. @default - the module's */
  readonly memoryPercent?: number;
  /** Bounds at certain times, by name. @default - none */
  readonly schedules?: Readonly<
    Record<
      string,
      { readonly schedule: string; readonly timezone?: string; readonly min: number; readonly max: number }
    >
  >;
}

/** One container of a task: a router with the server behind it, or the front router alone. */
export interface TaskContainerPlan {
  /** Image of the container. */
  readonly image: ImagePlan;
  /** Most memory that it may use; the task's where there is no other container. */
  readonly memoryMiB?: number;
  /** Name of its log group. */
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
