import { limits, violation } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { PlanContext } from '../context';
import { secretArn } from './policy-rules';

/** As long as the ids that Terraform makes. */
const STATEMENT_ID = `terraform-${'0'.repeat(26)}`;

/** What stands around the statements. */
const EMPTY_POLICY = '{"Version":"2012-10-17","Id":"default","Statement":[]}'.length;

interface Renewed {
  readonly path: string;
  readonly bytes: number;
}

/** Functions that renew secrets: each secret of any environment takes a statement in their policies. */
export function checkRotators(context: PlanContext): void {
  const { environment, input } = context;
  const own = renewedBy(context, environment);
  const others = input.environments
    .filter(({ name, aws }) => name !== environment.name && aws !== undefined)
    .map((it) => renewedBy(context, it));
  for (const [functionArn, secrets] of own) {
    const all = [...secrets, ...others.flatMap((it) => it.get(functionArn) ?? [])];
    const bytes = all.reduce((sum, one) => sum + one.bytes, EMPTY_POLICY);
    const rule = violation(limits.lambda.resourcePolicyBytes, bytes);
    if (rule === undefined) continue;
    context.report({
      code: 'limit-exceeded',
      path: `${secrets.at(-1)?.path}.rotation.functionArn`,
      value: `${functionArn}: ${all.length} secrets, ${bytes} bytes`,
      rule,
      fix: 'let another function renew some of them',
    });
  }
}

/** The secrets of an environment by the function that renews them. */
function renewedBy(context: PlanContext, { name, deployments }: Environment): Map<string, Renewed[]> {
  const found = new Map<string, Renewed[]>();
  for (const [deployment, { servers }] of Object.entries(deployments)) {
    for (const [instance, { rotation }] of Object.entries(servers)) {
      if (rotation === undefined) continue;
      const statement = {
        Sid: STATEMENT_ID,
        Effect: 'Allow',
        Principal: { Service: 'secretsmanager.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource: rotation.functionArn,
        Condition: {
          StringEquals: { 'AWS:SourceAccount': context.aws.account },
          ArnLike: { 'AWS:SourceArn': secretArn(context, instance, name) },
        },
      };
      const path = `deployments.${deployment}.servers.${instance}`;
      // The comma between two of them.
      const bytes = JSON.stringify(statement).length + 1;
      found.set(rotation.functionArn, [...(found.get(rotation.functionArn) ?? []), { path, bytes }]);
    }
  }
  return found;
}
