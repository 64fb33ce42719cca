import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { App, LocalBackend, S3Backend, TerraformStack } from 'cdktf';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** A stack of an account, not of an environment. */
export interface AccountStackProps {
  /** Name of the stack. */
  readonly name: string;
  /** The plan of an environment in the account. */
  readonly plan: AwsFleetPlan;
  /** Region in which the stack makes things. */
  readonly region: string;
  /** Where its state is: a file on this computer, or a key in the bucket of the environment's states. */
  readonly state: { readonly file: string } | { readonly key: string };
  /** Where the Terraform JSON goes, as `stacks/<name>/cdk.tf.json`. */
  readonly outdir: string;
  /** Fills the stack. */
  readonly make: (stack: TerraformStack) => void;
}

/** Writes a stack of an account, in an app of its own. */
export function synthAccountStack({ name, plan, region, state, outdir, make }: AccountStackProps): void {
  mkdirSync(resolve(outdir), { recursive: true });
  const app = new App({ outdir: resolve(outdir), stackTraces: false });
  const stack = new TerraformStack(app, name);
  stack.addOverride('terraform.required_version', '>= 1.10.0, < 2.0.0');
  new AwsProvider(stack, 'aws', {
    region,
    allowedAccountIds: [plan.aws.account],
    defaultTags: [{ tags: { Application: 'mcp-servers' } }],
  });
  if ('file' in state) new LocalBackend(stack, { path: resolve(state.file) });
  else bucketBackend(stack, plan, state.key);
  make(stack);
  app.synth();
}

function bucketBackend(stack: TerraformStack, { environment, state }: AwsFleetPlan, key: string): void {
  if (state.kind !== 's3') throw new Error(`environment ${environment} keeps no state in S3`);
  const { bucket, region, prefix, kmsKeyArn } = state;
  new S3Backend(stack, {
    bucket,
    region,
    key: `${prefix}/${key}.tfstate`,
    encrypt: true,
    ...(kmsKeyArn ? { kmsKeyId: kmsKeyArn } : {}),
  }).addOverride('use_lockfile', true);
}
