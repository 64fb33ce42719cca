/** Time that images with tags of one pattern are kept. */
export interface LifecycleRule {
  /** Tag pattern; untagged images where there is none. */
  readonly tagPattern?: string;
  /** Keep this many, the newest. Exactly one of the two is set. */
  readonly keep?: number;
  /** Keep for this many days after the push. */
  readonly days?: number;
}

/**
 * The lifecycle of a repository, most worth keeping first. ECR applies rules in this order and an image that one rule
 * has matched is out of reach of the later ones, so a deployed `v1.2.0` stays however many versions follow it.
 *
 * @param deployedBy names of the environments that mark what they run with `deployed-<environment>-…`.
 */
export function lifecycleRules(deployedBy: readonly string[] = []): readonly LifecycleRule[] {
  return [
    ...deployedBy.map((environment) => ({ tagPattern: `deployed-${environment}-*`, keep: 10 })),
    { tagPattern: 'v*', keep: 10 },
    { tagPattern: 'release-*', keep: 10 },
    { tagPattern: 'staging-*', keep: 5 },
    { tagPattern: 'dev-*', days: 7 },
    { tagPattern: 'pr-*', days: 7 },
    { days: 14 },
  ];
}

/** The rules as the document that ECR reads; their order becomes their priority. */
export function lifecycleDocument(rules: readonly LifecycleRule[]): string {
  return JSON.stringify({ rules: rules.map((rule, i) => documentRule(rule, i + 1)) });
}

function documentRule({ tagPattern, keep, days }: LifecycleRule, rulePriority: number): object {
  // One pattern a rule: ECR reads a list as "has all of these".
  const tags =
    tagPattern === undefined
      ? { tagStatus: 'untagged' }
      : { tagStatus: 'tagged', tagPatternList: [tagPattern] };
  const count =
    keep === undefined
      ? { countType: 'sinceImagePushed', countUnit: 'days', countNumber: days }
      : { countType: 'imageCountMoreThan', countNumber: keep };
  const what = tagPattern ?? 'untagged images';
  const description = keep === undefined ? `keep ${what} ${days} days` : `keep the newest ${keep} of ${what}`;
  return { rulePriority, description, selection: { ...tags, ...count }, action: { type: 'expire' } };
}
