/**
 * For everything that a public rule leads to, and the rules themselves: the new one exists before the rule is turned to
 * it, the old one goes afterwards. Terraform keeps this in the state, so it also holds for what has left the code, which
 * is what a change of topology does to services.
 */
export const newBeforeOld = { createBeforeDestroy: true } as const;
