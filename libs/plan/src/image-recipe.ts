/** Written by `npm run images:recipe`. Edits here are lost. */

/** Of the Dockerfiles and the sources of the router: part of every image tag. */
export const IMAGE_RECIPE = 'e63e94d1dc84';
/** Of the sources of the router alone: its version in what an image holds. */
export const ROUTER_SOURCES = '6760afce4727';
