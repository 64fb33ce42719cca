import type { EnvironmentInput } from './environment-input';

/**
 * Declares an environment: gives the editor its types, and returns what it is given. Mistakes are reported when the fleet
 * is planned, all at once, each with its path.
 */
export function defineEnvironment(environment: EnvironmentInput): EnvironmentInput {
  return environment;
}
