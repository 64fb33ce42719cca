/** The broken rule of a function that keeps more warm than it is allowed at a time; undefined where it keeps the rule. */
export function provisionedViolation(
  reserved: number | undefined,
  provisioned: number | undefined,
): string | undefined {
  return reserved === undefined || provisioned === undefined || provisioned <= reserved
    ? undefined
    : 'provisioned concurrency is at most the reserved one [docs:lambda/provisioned-concurrency]';
}

/** The broken rule of bounds of a scalable target that are the wrong way round; undefined where they keep the rule. */
export function boundsViolation(min: number | undefined, max: number | undefined): string | undefined {
  return min === undefined || max === undefined || min <= max
    ? undefined
    : 'the lower bound is not above the upper one [API:application-autoscaling.RegisterScalableTarget]';
}
