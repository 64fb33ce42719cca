import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { StateBucket } from '@mcp-fleet/state-bucket';
import { TerraformOutput } from 'cdktf';
import { synthAccountStack } from './account-stack';

/** Name of the stack that makes the bucket of the states. */
export const BUCKET_STACK = 'bootstrap';

/** What is made, and where its own state is for now. */
export interface SynthStateBucketProps {
  /** Plan of an environment whose state is in S3: its bucket is made, in its account. */
  readonly plan: AwsFleetPlan;
  /**
   * File of the stack's own state while the bucket is not there yet. Without it the state is in the bucket: Terraform
   * moves it there by `terraform init -migrate-state`. @default - in the bucket
   */
  readonly localState?: string;
  /** Where the Terraform JSON goes, as `stacks/bootstrap/cdk.tf.json`. */
  readonly outdir: string;
}

/**
 * Writes the stack that makes the bucket of Terraform states.
 *
 * @throws Error where the environment keeps no state in S3: there is nothing to make.
 */
export function synthStateBucket({ plan, localState, outdir }: SynthStateBucketProps): void {
  if (plan.state.kind !== 's3') {
    throw new Error(`environment ${plan.environment} keeps its state in a local folder: it needs no bucket`);
  }
  const { bucket, region, kmsKeyArn } = plan.state;
  synthAccountStack({
    name: BUCKET_STACK,
    plan,
    region,
    state: localState === undefined ? { key: BUCKET_STACK } : { file: localState },
    outdir,
    make: (stack) => {
      const states = new StateBucket(stack, 'states', {
        bucketName: bucket,
        ...(kmsKeyArn ? { kmsKeyArn } : {}),
      });
      new TerraformOutput(stack, 'bucket', {
        description: 'Bucket of the Terraform states.',
        value: states.bucketName,
      });
    },
  });
}
