import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An environment whose states are in a bucket in another Region than its own. */
export const plan: AwsFleetPlan = {
  environment: 'staging',
  protected: false,
  aws: { account: '111122223333', region: 'eu-west-1', partition: 'aws' },
  state: { kind: 's3', bucket: 'acme-terraform-state', region: 'us-east-1', prefix: 'mcp-fleet' },
  tags: {},
  foundation: { stack: 'staging-foundation', repositories: {}, secrets: {} },
  deployments: {},
  retired: [],
  acknowledged: [],
  warnings: [],
  maskLogs: true,
};

/** What we read of a stack. */
export interface StackJson {
  readonly terraform: { readonly backend: unknown };
  readonly provider: { readonly aws: readonly unknown[] };
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

export function stackJson(outdir: string, stack: string): StackJson {
  return JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as StackJson;
}
