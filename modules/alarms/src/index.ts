/**
 * The eyes of a fleet: the alarms of each instance with one page for all of them, the topic that they tell, and one
 * dashboard for an environment. They read the router's metrics, those of the edge and those of function or service, so
 * the same things are watched whatever an instance runs on.
 *
 * When an alarm fires is its policy, whom it tells its actions; neither knows of the other.
 *
 * Alarms cost money: AWS bills each metric of an alarm, and each composite alarm. An instance with a function of its own
 * has 12 alarms over 18 metrics and one composite alarm, one with a service 12 over 19; a deployment has one more that
 * says that it is being deployed. Where instances share a function or service, `SharedAlarms` watches it once; a load
 * balancer has `LoadBalancerAlarms`, and `FailoverAlarm` where DNS cannot ask it itself.
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
