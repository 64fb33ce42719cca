/** Written by `npm run images:recipe`. Edits here are lost. */

/** Of the Dockerfiles and the sources of the router: part of every image tag. */
export const IMAGE_RECIPE = 'b09281bfe8a6';
/** Of the sources of the router alone: its version in what an image holds. */
export const ROUTER_SOURCES = 'ac1ce5e27425';
