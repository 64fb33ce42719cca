/** Written by `npm run images:recipe`. Edits here are lost. */

/** Of the Dockerfiles and the sources of the router: part of every image tag. */
export const IMAGE_RECIPE = '00407eb21d03';
/** Of the sources of the router alone: its version in what an image holds. */
export const ROUTER_SOURCES = '726434ea925d';
