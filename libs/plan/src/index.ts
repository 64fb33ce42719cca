/**
 * Turns an environment, the catalog of servers and the pins of images into a `FleetPlan`: pure data with every default
 * filled in, from which the stacks are made, or all errors at once. The same input gives the same plan, to the byte.
 * It makes no construct, reads no file and never asks AWS.
 *
 * @packageDocumentation
 */
export type { PlanInput } from './context';
export * from './docker-plan';
export * from './fargate-plan';
export * from './fleet-plan';
export * from './host-plan';
export { hostUrl } from './hosts';
export { IMAGE_RECIPE, ROUTER_SOURCES } from './image-recipe';
export * from './image-uses';
export { contentOf, imageTag } from './images';
export { names, partitionOf, publicPaths } from './names';
export * from './network-plan';
export * from './plan';
export * from './router-variables';
export { WEB_ADAPTER_BYTES } from './rules';
