import type { AwsDeploymentPlan, AwsFleetPlan } from '@mcp-fleet/plan';
import type { SecretRef } from '@mcp-fleet/refs';
import { SecretRotation } from '@mcp-fleet/secrets';
import { Construct } from 'constructs';
import type { FoundationStack } from './foundation-stack';

/** The rotations of the instances of a deployment: here and not beside the secrets, which have values by now. */
export function rotate(
  scope: Construct,
  { aws, foundation: { secrets } }: AwsFleetPlan,
  { instances }: AwsDeploymentPlan,
  foundation: FoundationStack,
): void {
  const rotating = Object.keys(instances).filter((name) => secrets[name]?.rotation);
  if (rotating.length === 0) return;
  const rotations = new Construct(scope, 'rotations');
  for (const name of rotating) {
    const { now, ...rotation } = secrets[name]?.rotation as NonNullable<(typeof secrets)[string]['rotation']>;
    new SecretRotation(rotations, name, {
      ...rotation,
      rotateImmediately: now,
      secret: foundation.secrets[name] as SecretRef,
      place: aws,
    });
  }
}
