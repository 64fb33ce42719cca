import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DockerProvider } from '@cdktf/provider-docker/lib/provider';
import type { FleetPlan } from '@mcp-fleet/plan';
import { LocalBackend, S3Backend, TerraformStack } from 'cdktf';
import type { App } from 'cdktf';
import { posix, relative, sep } from 'node:path';

/** What every stack of an environment has: its provider, its tags, its state. */
export interface FleetStackProps {
  /** Plan of the environment. */
  readonly plan: FleetPlan;
  /** Name of the stack, as Terraform and the command line know it. */
  readonly name: string;
  /** Tags beside the environment's. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** Folder of local states. Used where the environment keeps its state locally. */
  readonly stateFolder: string;
}

/** Terraform versions that all of it works with: S3 lock files came with 1.10. */
const TERRAFORM_VERSIONS = '>= 1.10.0, < 2.0.0';

/** A stack with the environment's provider, default tags and backend. */
export class FleetStack extends TerraformStack {
  constructor(scope: App, { plan, name, tags = {}, stateFolder }: FleetStackProps) {
    super(scope, name);
    this.addOverride('terraform.required_version', TERRAFORM_VERSIONS);
    if (plan.aws) {
      new AwsProvider(this, 'aws', {
        region: plan.aws.region,
        allowedAccountIds: [plan.aws.account],
        defaultTags: [{ tags: { ...plan.tags, ...tags } }],
      });
    } else {
      // Which engine is the computer's affair: DOCKER_HOST says it.
      new DockerProvider(this, 'docker', {});
    }
    addBackend(this, plan, name, scope.outdir, stateFolder);
  }
}

/** Terraform runs in the folder of the stack; a relative path keeps the JSON the same on every computer. */
export function fromStack(outdir: string, name: string, folder: string): string {
  return relative(`${outdir}${sep}stacks${sep}${name}`, folder).split(sep).join(posix.sep);
}

function addBackend(
  stack: TerraformStack,
  plan: FleetPlan,
  name: string,
  outdir: string,
  stateFolder: string,
): void {
  const { state } = plan;
  if (state.kind === 'local') {
    new LocalBackend(stack, {
      path: posix.join(fromStack(outdir, name, stateFolder), `${name}.tfstate`),
    });
    return;
  }
  const backend = new S3Backend(stack, {
    bucket: state.bucket,
    region: state.region,
    key: posix.join(state.prefix, plan.environment, `${name}.tfstate`),
    encrypt: true,
    ...(state.kmsKeyArn ? { kmsKeyId: state.kmsKeyArn } : {}),
  });
  // The binding is older than Terraform's own lock files.
  backend.addOverride('use_lockfile', true);
}
