import { limits, violation } from '@mcp-fleet/core';
import type { Deployment, PlanContext } from '../context';
import type { OwnNetworkPlan } from '../model/network-plan';
import { permissionsOf } from '../permissions';

/** What the policy of the endpoint of S3 holds beside buckets. */
const FURTHER_CHARACTERS = 700;

/** Resources of S3 that manifests ask for, sorted. `*` names no bucket: it is for actions that know none. */
export function grantedS3Arns(context: PlanContext, deployments: readonly Deployment[]): readonly string[] {
  const instances = deployments.flatMap((deployment) => deployment.instances);
  const arns = permissionsOf(context, instances).flatMap(({ resources }) => resources);
  return [...new Set(arns.filter((arn) => arn.startsWith(`arn:${context.aws.partition}:s3:`)))].sort();
}

/** The endpoint of S3 has one policy for all that an environment reaches through it. */
export function checkEndpointPolicy(context: PlanContext, plan: OwnNetworkPlan): void {
  const objects = plan.publicBuckets.map((bucket) => `arn:${context.aws.partition}:s3:::${bucket}/*`);
  const characters = JSON.stringify([...objects, ...plan.s3Arns]).length + FURTHER_CHARACTERS;
  const rule = violation(limits.vpc.endpointPolicyText, characters);
  if (rule === undefined) return;
  context.report({
    code: 'limit-exceeded',
    path: 'network.publicBuckets',
    value: `about ${characters} characters`,
    rule,
    fix: 'name fewer buckets, here or in the permissions of the manifests: one with * stands for several',
  });
}
