/**
 * synthFleet(): environment files and server manifests become Terraform JSON.
 *
 * @packageDocumentation
 */
export * from './synth-fleet';
export { page } from './page';
export { main } from './cli';
