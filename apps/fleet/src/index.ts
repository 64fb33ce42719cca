/**
 * synthFleet(): environment files and server manifests become Terraform JSON.
 *
 * @packageDocumentation
 */
export * from './synth-fleet';
export { loadEnvironments } from './load/load-environments';
export type { LoadedEnvironments } from './load/load-environments';
export { imageRecipe, type ImageRecipe } from './load/image-recipe';
export { loadFleet, planLoaded } from './plan-environments';
export type { LoadedFleet, PlanEnvironmentsProps } from './plan-environments';
export { withoutEchoes } from './echoes';
export { page } from './page';
export { addStacks } from './stacks/add-stacks';
export { main } from './cli';
