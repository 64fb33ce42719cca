import type { TargetName } from '@mcp-fleet/environment';
import { dockerTarget } from './docker/target';
import { fargateTarget } from './fargate/target';
import { lambdaTarget } from './lambda/target';
import type { TargetOf } from './target';

/** Every target. What plans a deployment on one is in plan.ts: planners ask these facts, so these import no planner. */
export const targets: { readonly [T in TargetName]: TargetOf<T> } = {
  lambda: lambdaTarget,
  fargate: fargateTarget,
  docker: dockerTarget,
};
