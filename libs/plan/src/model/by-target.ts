import type { DeploymentPlan } from './fleet-plan';

/** One case for each target that deployments of this type can have. */
export type TargetCases<D extends DeploymentPlan, R> = {
  readonly [T in D['target']]: (deployment: Extract<D, { readonly target: T }>) => R;
};

/** The case of a deployment's target. The compiler asks for a case of every target. */
export function byTarget<D extends DeploymentPlan, R>(deployment: D, cases: TargetCases<D, R>): R {
  // The compiler does not see that the case and the deployment have the same target.
  const apply = cases[deployment.target as D['target']] as (deployment: D) => R;
  return apply(deployment);
}
