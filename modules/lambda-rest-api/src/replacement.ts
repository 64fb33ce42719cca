/**
 * For everything that requests go through: the new one exists before the stage is turned to it, the old one goes
 * afterwards. Terraform keeps this in the state, so it also holds for what has left the code, which is what a change of
 * topology does to functions and their permissions.
 */
export const newBeforeOld = { createBeforeDestroy: true } as const;
