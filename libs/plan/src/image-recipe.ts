/** Written by `npm run images:recipe`. Edits here are lost. */

/** Of the Dockerfiles and the sources of the router: part of every image tag. */
export const IMAGE_RECIPE = 'b624472af973';
/** Of the sources of the router alone: its version in what an image holds. */
export const ROUTER_SOURCES = '05c3f7545ab1';
