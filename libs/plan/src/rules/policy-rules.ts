import { limits, violation } from '@mcp-fleet/core';
import type { PlanContext } from '../context';
import type { FunctionPlan } from '../model/fleet-plan';
import { names } from '../model/names';

/** The six characters and the hyphen with which AWS ends the ARN of a secret. */
const ARN_SUFFIX = '-XXXXXX';

/** As long as AWS makes it. @param of the environment of the secret, in the same account and Region. */
export function secretArn({ environment, aws }: PlanContext, key: string, of = environment.name): string {
  const name = names.secret(of, key);
  return `arn:${aws.partition}:secretsmanager:${aws.region}:${aws.account}:secret:${name}${ARN_SUFFIX}`;
}

/** The role of servers: what their manifests ask for, and what is read by ARN. */
export function checkPolicy(
  context: PlanContext,
  path: string,
  permissions: FunctionPlan['permissions'],
  arns: readonly string[],
): void {
  const characters = JSON.stringify(permissions).length + JSON.stringify(arns).length + 600;
  const rule = violation(limits.iam.inlinePolicyCharacters, characters);
  if (rule) {
    context.report({
      code: 'limit-exceeded',
      path,
      value: `about ${characters} characters of permissions`,
      rule,
      fix: "split the deployment, use topology 'per-server', or ask for fewer permissions in the manifests",
    });
  }
}
