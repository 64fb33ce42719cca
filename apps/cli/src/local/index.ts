/**
 * The containers of an environment on this computer: started as Terraform would, or straight by the engine.
 *
 * @packageDocumentation
 */
export { envExample } from './env-example';
export { runArguments, networkArguments } from './engine-run/arguments';
export { runStack } from './engine-run/run-json';
export { readStack } from './engine-run/stack-json';
export type { Local, OpenLocalProps } from './open-local';
export { openLocal } from './open-local';
export { proveLaptop, type ProveLaptopProps } from './prove-laptop';
export { main } from './cli';
