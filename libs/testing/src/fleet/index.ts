/**
 * A valid fleet for tests: an environment with one made-up server, changes that are laid over it, and a folder that
 * holds the result while a test runs.
 *
 * @packageDocumentation
 */
export * from './base';
export * from './environment-file';
export * from './project';
export * from './tasks';
export * from './stacks';
