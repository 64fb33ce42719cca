/**
 * The interfaces that modules share. Refs are the narrow interfaces that modules take from and give to each other: names
 * and ARNs only, so that no module imports another, and a resource created by hand fits as well as one of ours. The package
 * also has the shapes that occur in the props of several modules, and the one lifecycle of replaced resources.
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
