/**
 * Turns an environment, the catalog of servers and the image pins into a `FleetPlan`, pure data with every default filled
 * in, from which the stacks are created; or reports all errors at once. The same input gives the same plan, to the byte.
 * The package creates no construct, reads no file and sends no request to AWS.
 *
 * @packageDocumentation
 */
export type { PlanInput } from './context';
export * from './model/by-target';
export * from './model/docker-plan';
export * from './model/fargate-plan';
export * from './model/fleet-plan';
export * from './model/host-plan';
export { hostUrl } from './hosts/hosts';
export * from './model/image-uses';
export { contentOf, imageTag } from './images';
export { names, partitionOf, publicPaths } from './model/names';
export * from './model/network-plan';
export * from './plan';
export * from './model/router-variables';
export { WEB_ADAPTER_BYTES } from './lambda/rules';
