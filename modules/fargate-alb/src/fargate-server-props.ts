import { drainSeconds, stopTimeoutSeconds } from '@mcp-fleet/core';
import type { Architecture, Permission } from '@mcp-fleet/refs';
import type { ContainerProps } from './container-props';

/**
 * What tasks run on. `mixed` keeps one task on demand and puts three of four others on Spot, which AWS may stop with
 * two minutes' notice.
 */
export type Capacity = 'on-demand' | 'spot' | 'mixed';

/** Number of tasks, and the loads that change it. */
export interface Scaling {
  /** Fewest tasks, 1 or more. @default 1 */
  readonly min?: number;
  /** Most tasks. @default 10 */
  readonly max?: number;
  /** Requests a minute that each task should get: the best sign of load, since MCP servers mostly wait. @default 600 */
  readonly requestsPerTarget?: number;
  /** Average CPU in per cent. @default 70 */
  readonly cpuPercent?: number;
  /** Average memory in per cent. @default 80 */
  readonly memoryPercent?: number;
  /**
   * Other bounds at certain times, by keys that stay. With any, `min` and `max` hold only until the first of them: say
   * when the bounds end as well as when they begin.
   * @default {}
   */
  readonly schedules?: Readonly<Record<string, ScalingSchedule>>;
}

/** Bounds from a moment on. */
export interface ScalingSchedule {
  /** `cron(0 7 ? * MON-FRI *)`, `at(…)` or `rate(…)`. */
  readonly schedule: string;
  /** IANA time zone. @default 'UTC' */
  readonly timezone?: string;
  /** Fewest tasks from that moment on. */
  readonly min: number;
  /** Most tasks from that moment on. */
  readonly max: number;
}

/** Props of `FargateServer`, without what it stands in. Texts are Terraform's. */
export interface ServiceProps {
  /**
   * Name of service and task family, at most 54 letters, digits, hyphens and underscores. Its roles are
   * `<name>_execution` and `<name>_task`, its alarms begin with `<name>_deployment-`, its security group is
   * `<name>-tasks`.
   */
  readonly serviceName: string;
  /** Name of the target group, at most 32 letters, digits and hyphens. */
  readonly targetGroupName: string;
  /** The containers by name; names stay. At most 10. */
  readonly containers: Readonly<Record<string, ContainerProps>>;
  /** Name of the container that clients reach on port 8080; required if there are several. @default - the only one */
  readonly frontContainer?: string;
  /** CPU of a task, in units of 1/1024 vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384. @default 256 */
  readonly cpu?: number;
  /** Memory of a task in MiB, one of what Fargate has for the CPU. @default 512 */
  readonly memoryMiB?: number;
  /** Disk of a task in GiB, 21 to 200. @default - 20, which costs nothing */
  readonly ephemeralStorageGiB?: number;
  /** Processor of the tasks, and of their images. @default 'arm64' */
  readonly architecture?: Architecture;
  /** Capacity that the tasks run on. @default 'on-demand' */
  readonly capacity?: Capacity;
  /** Number of tasks, and the loads that change it. @default - 1 to 10 tasks by requests, CPU and memory */
  readonly scaling?: Scaling;
  /** Times, logs and access of the tasks. @default - the default of each */
  readonly operation?: Operation;
  /** TCP ports that tasks call out by, 1 to 65535; with 443, which they pull images and read secrets by. @default [443] */
  readonly egressPorts?: readonly number[];
  /** Permissions of the servers at AWS. @default - none */
  readonly permissions?: readonly Permission[];
  /** ARNs of SSM parameters that the routers read. @default [] */
  readonly parameterArns?: readonly string[];
  /** Tags of all resources of the service, and of its tasks. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Times, logs and access of the tasks of a service. */
export interface Operation {
  /**
   * From SIGTERM to SIGKILL, 20 to 120 seconds. The routers are told: they take requests for 10 more, and cut calls 7
   * before its end. @default - 30, and 120 where tasks run on Spot
   */
  readonly stopTimeoutSeconds?: number;
  /**
   * Requests under way may take so long after a task has left the load balancer: give the longest answer of its servers.
   * @default - 60, and as long as the routers let calls end where tasks run on Spot: 113
   */
  readonly deregistrationDelaySeconds?: number;
  /** Failing health checks of the load balancer do not count for so long after a start. @default 120 */
  readonly healthCheckGraceSeconds?: number;
  /** A shell in running tasks by ECS Exec. Makes root file systems writable: for finding faults only. @default false */
  readonly exec?: boolean;
  /** Days that logs are kept. @default 30 */
  readonly logRetentionDays?: number;
  /** Roll a deployment back on alarms of the target group: 5xx answers, unhealthy hosts. @default true */
  readonly deploymentAlarms?: boolean;
}

type Defaulted =
  | 'frontContainer'
  | 'cpu'
  | 'memoryMiB'
  | 'architecture'
  | 'capacity'
  | 'egressPorts'
  | 'permissions'
  | 'parameterArns';

/** Props with all defaults in place. */
export type ResolvedServiceProps = Omit<ServiceProps, Defaulted | 'scaling' | 'operation'> &
  Required<Pick<ServiceProps, Defaulted>> & {
    readonly scaling: Required<Scaling>;
    readonly operation: Required<Operation>;
  };

/** The props of a service with their defaults. */
export function withDefaults(props: ServiceProps): ResolvedServiceProps {
  const { scaling = {}, operation = {}, capacity = 'on-demand' } = props;
  const stopTimeout = operation.stopTimeoutSeconds ?? stopTimeoutSeconds(capacity);
  const [first = '', ...more] = Object.keys(props.containers);
  return {
    ...props,
    frontContainer: props.frontContainer ?? (more.length === 0 ? first : ''),
    cpu: props.cpu ?? 256,
    memoryMiB: props.memoryMiB ?? 512,
    architecture: props.architecture ?? 'arm64',
    capacity,
    scaling: {
      min: scaling.min ?? 1,
      max: scaling.max ?? 10,
      requestsPerTarget: scaling.requestsPerTarget ?? 600,
      cpuPercent: scaling.cpuPercent ?? 70,
      memoryPercent: scaling.memoryPercent ?? 80,
      schedules: scaling.schedules ?? {},
    },
    operation: {
      stopTimeoutSeconds: stopTimeout,
      deregistrationDelaySeconds: operation.deregistrationDelaySeconds ?? deregistrationDelay(stopTimeout),
      healthCheckGraceSeconds: operation.healthCheckGraceSeconds ?? 120,
      exec: operation.exec ?? false,
      logRetentionDays: operation.logRetentionDays ?? 30,
      deploymentAlarms: operation.deploymentAlarms ?? true,
    },
    egressPorts: props.egressPorts ?? [443],
    permissions: props.permissions ?? [],
    parameterArns: props.parameterArns ?? [],
  };
}

/** A minute, and never less than the routers wait: the load balancer would cut what they still answer. */
function deregistrationDelay(stopTimeout: number): number {
  return Math.max(60, drainSeconds(stopTimeout));
}
