import { AccountLogging } from '@mcp-fleet/lambda-rest-api';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { synthAccountStack } from './account-stack';

/** The role of an account in one Region, and where the state of its stack is. */
export interface SynthLogRoleProps {
  /** Plan of an environment with a REST API: the role is made in its account, and set in its Region. */
  readonly plan: AwsFleetPlan;
  /** File of the stack's state, for an environment that keeps no state in S3. Those that do keep it in the bucket. */
  readonly localState: string;
  /** Where the Terraform JSON goes, as `stacks/<name of the stack>/cdk.tf.json`. */
  readonly outdir: string;
}

/** Name of the stack, and of the role: IAM has one of a name in all Regions, the setting is for each Region. */
export function logRoleStack({ aws }: AwsFleetPlan): string {
  return `api-gateway-logs-${aws.region}`;
}

/**
 * Writes the stack that makes the role with which API Gateway writes the logs of REST APIs. Environments share what is
 * made, so its state lies beside theirs: `<prefix>/<account>/<name of the stack>.tfstate`.
 */
export function synthLogRole({ plan, localState, outdir }: SynthLogRoleProps): void {
  const name = logRoleStack(plan);
  synthAccountStack({
    name,
    plan,
    region: plan.aws.region,
    state: plan.state.kind === 's3' ? { key: `${plan.aws.account}/${name}` } : { file: localState },
    outdir,
    make: (stack) => void new AccountLogging(stack, 'logs', { roleName: name }),
  });
}
