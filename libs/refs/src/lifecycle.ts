/**
 * Lifecycle of a resource that others refer to: Terraform creates the new one first, turns what refers to it, and then
 * destroys the old one. Without it Terraform destroys what left the code before it updates what named it
 * (hashicorp/terraform-provider-aws#34807), and AWS refuses to delete what is in use. The state keeps the order, so it
 * also holds for a resource that has left the code.
 */
export const newBeforeOld = { createBeforeDestroy: true } as const;
