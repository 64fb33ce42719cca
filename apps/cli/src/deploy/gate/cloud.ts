import type { HIDDEN } from '@mcp-fleet/core';
import type { ImagePlan } from '@mcp-fleet/plan';

/** What the gate asks AWS. */
export interface GateCloud {
  /** Whether the pinned digest, or the tag, is in the image's repository. */
  hasImage(image: ImagePlan): Promise<boolean>;
  /**
   * The current value of a secret, which nobody prints; HIDDEN where it has one that the caller may not read; undefined
   * where it has none, or where there is no secret.
   */
  secretValue(name: string): Promise<string | typeof HIDDEN | undefined>;
  /** The name servers that the world finds for a domain, without dots at their ends; none where it finds nothing. */
  nameServers(domain: string): Promise<readonly string[]>;
  /** ARN of the role with which API Gateway writes logs in the Region of the environment; undefined where none is set. */
  logRole(): Promise<string | undefined>;
}

/** What a deploy asks AWS and tells it. */
export interface Cloud extends GateCloud {
  /** Puts the metric `Deploying` of a deployment, which its alarms take for a reason to page nobody. */
  deploying(environment: string, deployment: string): Promise<void>;
}
