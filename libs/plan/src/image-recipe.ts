/** Written by `npm run images:recipe`. Edits here are lost. */

/** Of the Dockerfiles and the sources of the router: part of every image tag. */
export const IMAGE_RECIPE = '1d3fbd86f7ba';
/** Of the sources of the router alone: its version in what an image holds. */
export const ROUTER_SOURCES = '932d96f4e7b5';
