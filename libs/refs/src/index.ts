/**
 * The words that modules share. Refs are the narrow interfaces that modules take from each other and give: names and
 * ARNs alone, so that no module imports another and a resource made by hand fits as well as one of ours. Beside them
 * stand the shapes that the props of several modules have, and the one lifecycle of what is replaced.
 *
 * @packageDocumentation
 */
export type * from './apis';
export type * from './hosts';
export { newBeforeOld } from './lifecycle';
export type * from './networks';
export type * from './services';
export type * from './shared-props';
export type * from './stores';
