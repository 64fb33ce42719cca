import type { AlarmPolicy } from './alarm-policy';
import type { AlarmRule } from './alarm-rule';
import type { ComputeSource } from './compute-metrics';
import type { EdgeSource } from './edge-metrics';
import { platformRules, type PlatformKind } from './platform-rules';
import type { RouterSource } from './router-metrics';
import { routerRules, type RouterKind } from './router-rules';

/** Sources of the metrics of an instance. */
export interface InstanceSources {
  /** Source of the router's metrics for this instance. */
  readonly router: RouterSource;
  /** Edge or route of this instance alone. @default - the instance shares one */
  readonly edge?: EdgeSource;
  /** Function or service that runs this instance alone. @default - the instance shares one */
  readonly compute?: ComputeSource;
  /** Longest time that a request may take. */
  readonly timeLimitSeconds: number;
}

/** What can be wrong: the end of an alarm's name. None is the end of another, so that names stay apart. */
export type AlarmKind = RouterKind | PlatformKind;

/** All kinds that there are. */
export const alarmKinds: readonly AlarmKind[] = [
  'errors',
  'edge-5xx',
  'json-rpc',
  'latency',
  'throttles',
  'lambda-throttled',
  'saturation',
  'unhealthy',
  'running',
  'restarts',
  'circuit-open',
  'secrets',
  'auth-failures',
];

/**
 * The alarms of an instance: the same kinds on functions and on services, each by the metrics that its target has.
 * Only a service has tasks that are `running`, only a function is `lambda-throttled`; there `unhealthy` is the rate
 * of failed invocations. What instances share is watched once, by {@link sharedRules}.
 */
export function instanceRules(
  { router, edge, compute, timeLimitSeconds }: InstanceSources,
  policy: Required<AlarmPolicy>,
): Readonly<Partial<Record<AlarmKind, AlarmRule>>> {
  return { ...routerRules(router, timeLimitSeconds, policy), ...platformRules(edge, compute, policy) };
}

/** The alarms of what several instances share: a function, or a service with its target group. */
export function sharedRules(
  edge: EdgeSource | undefined,
  compute: ComputeSource,
  policy: Required<AlarmPolicy>,
): Readonly<Partial<Record<PlatformKind, AlarmRule>>> {
  return platformRules(edge, compute, policy);
}
