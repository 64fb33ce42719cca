/**
 * The eyes of a fleet: the alarms of each instance with one page for all of them, the topic that they tell, and one
 * dashboard for an environment. They read the router's metrics, those of the edge and those of function or service, so
 * the same things are watched whatever an instance runs on.
 *
 * When an alarm fires is its policy, whom it tells its actions; neither knows of the other.
 *
 * @packageDocumentation
 */
export type { AlarmActions, PageSuppressor } from './alarm-actions';
export { defaultPolicy, type AlarmPolicy } from './alarm-policy';
export type { AlarmRule, Comparison, MissingData } from './alarm-rule';
export * from './alarm-topic';
export * from './compute-metrics';
export * from './edge-metrics';
export * from './fleet-dashboard';
export * from './instance-alarms';
export { alarmKinds, instanceRules, type AlarmKind, type InstanceSources } from './instance-rules';
export type { Metric, Statistic } from './metric';
export * from './router-metrics';
