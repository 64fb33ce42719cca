/**
 * The monitoring of a fleet: the alarms of each instance, combined into one page, the topic that they notify, and one
 * dashboard for an environment. They use the metrics of the router, of the edge and of the function or service, so every
 * instance is watched in the same way, whatever it runs on.
 *
 * The policy of an alarm decides when it fires, its actions whom it notifies; the two are independent.
 *
 * Alarms cost money: AWS bills each metric of an alarm, and each composite alarm. An instance with its own function has 12
 * alarms over 18 metrics and one composite alarm, an instance with its own service 12 over 19. Each deployment has one more
 * alarm, which fires while it is being deployed. `SharedAlarms` watches a function or service that instances share, once for
 * all of them; `LoadBalancerAlarms` watches a load balancer, and `FailoverAlarm` serves health checks that cannot reach one.
 *
 * @packageDocumentation
 */
export type { AlarmActions, PageSuppressor } from './alarm-actions';
export { defaultPolicy, withDefaults, type AlarmPolicy } from './alarm-policy';
export type { AlarmRule, Comparison, MissingData } from './alarm-rule';
export * from './alarm-topic';
export {
  functionMetric,
  serviceMetric,
  taskCountMetric,
  type ComputeSource,
  type FunctionSource,
  type ServiceSource,
} from './compute-metrics';
export * from './deploying-alarm';
export {
  edgeCounts,
  httpApiMetric,
  loadBalancerMetric,
  restApiMetric,
  targetGroupMetric,
  type EdgeCounts,
  type EdgeRoute,
  type EdgeSource,
  type HttpApiSource,
  type RestApiSource,
  type TargetGroupSource,
} from './edge-metrics';
export * from './failover-alarm';
export * from './fleet-dashboard';
export * from './instance-alarms';
export {
  alarmKinds,
  instanceRules,
  sharedRules,
  type AlarmKind,
  type InstanceSources,
} from './instance-rules';
export * from './load-balancer-alarms';
export type { Metric, Statistic } from './metric';
export type { PlatformKind } from './platform-rules';
export * from './router-metrics';
export * from './shared-alarms';
