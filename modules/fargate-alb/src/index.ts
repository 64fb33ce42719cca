/**
 * MCP servers on AWS Fargate behind an Application Load Balancer. `FargateAlb` is the complete front door with its servers.
 * Its parts are for teams that already have a cluster, a load balancer or a service.
 *
 * @packageDocumentation
 */
export type { Architecture, Permission, Place } from '@mcp-fleet/refs';
export * from './container-props';
export * from './ecs-cluster';
export * from './fargate-alb';
export * from './fargate-server';
export type { Capacity, Operation, Scaling, ScalingSchedule, ServiceProps } from './fargate-server-props';
export * from './load-balancer';
export * from './load-balancer-props';
export { ServerListenerRule, type ListenerJwt, type ServerListenerRuleProps } from './server-listener-rule';
