/**
 * For everything that a route leads to, and routes themselves: the new one exists before the route is turned to it,
 * the old one goes afterwards. Terraform keeps this in the state, so it also holds for what has left the code, which is
 * what a change of topology does to functions.
 */
export const newBeforeOld = { createBeforeDestroy: true } as const;
