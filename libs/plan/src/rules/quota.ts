/** Fix for a quota that is too low: the key of the environment file that states a raised one. */
export function quotaFix(quota: string | undefined): string {
  return `where AWS has granted more, say so: quotas: { ${quota}: <granted> }`;
}
