import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { FleetPlan } from '@mcp-fleet/plan';
import { StateBucket } from '@mcp-fleet/state-bucket';
import { App, LocalBackend, S3Backend, TerraformOutput, TerraformStack } from 'cdktf';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** Name of the one stack. */
export const BOOTSTRAP_STACK = 'bootstrap';

/** What is made, and where its own state is for now. */
export interface SynthBootstrapProps {
  /** Plan of an environment whose state is in S3: its bucket is made, in its account. */
  readonly plan: FleetPlan;
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
export function synthBootstrap({ plan, localState, outdir }: SynthBootstrapProps): void {
  if (plan.state.kind !== 's3' || !plan.aws) {
    throw new Error(`environment ${plan.environment} keeps its state in a local folder: it needs no bucket`);
  }
  const { bucket, region, prefix, kmsKeyArn } = plan.state;
  mkdirSync(resolve(outdir), { recursive: true });
  const app = new App({ outdir: resolve(outdir), stackTraces: false });
  const stack = new TerraformStack(app, BOOTSTRAP_STACK);
  stack.addOverride('terraform.required_version', '>= 1.10.0, < 2.0.0');
  new AwsProvider(stack, 'aws', {
    region,
    allowedAccountIds: [plan.aws.account],
    defaultTags: [{ tags: { Application: 'mcp-servers' } }],
  });
  if (localState !== undefined) {
    new LocalBackend(stack, { path: resolve(localState) });
  } else {
    const backend = new S3Backend(stack, {
      bucket,
      region,
      key: `${prefix}/${BOOTSTRAP_STACK}.tfstate`,
      encrypt: true,
      ...(kmsKeyArn ? { kmsKeyId: kmsKeyArn } : {}),
    });
    backend.addOverride('use_lockfile', true);
  }
  const states = new StateBucket(stack, 'states', {
    bucketName: bucket,
    ...(kmsKeyArn ? { kmsKeyArn } : {}),
  });
  new TerraformOutput(stack, 'bucket', {
    description: 'Bucket of the Terraform states.',
    value: states.bucketName,
  });
  app.synth();
}
