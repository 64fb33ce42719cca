/**
 * The commands that an operator needs, with the names of one environment.
 *
 * @packageDocumentation
 */
export type { Operation, Topic } from './operation';
export { TOPICS } from './operation';
export { isTopic, narrow, operationsOf } from './operations';
export type { Narrowed } from './operations';
export { operationsJson, operationsPage } from './page';
