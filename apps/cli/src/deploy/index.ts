/**
 * What other tools need of a deployed environment: its session and what it offers.
 *
 * @packageDocumentation
 */
export { deployEnvironment, type DeployOptions } from './commands/deploy';
export { destroyEnvironment, type DestroyOptions } from './commands/destroy';
export { MADE_BY_LABEL, checkLaptop, thisLaptop, type Laptop } from './laptop/laptop';
export type { SessionProps } from './open-session';
export { openSession } from './open-session';
export type { EnvironmentOutputs, ServerOutput } from './outputs/read-outputs';
export { readOutputs } from './outputs/read-outputs';
export type { Screen } from './screen';
export { terminal } from './screen';
export type { Session } from './session';
export { TerraformFailure } from './terraform/failure';
export { Interrupted, Interrupts } from './terraform/interrupts';
