/** For what others refer to: the new one exists and is referred to before the old one goes. */
export const newBeforeOld = { createBeforeDestroy: true } as const;
