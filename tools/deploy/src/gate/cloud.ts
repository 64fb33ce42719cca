import type { ImagePlan } from '@mcp-fleet/plan';

/** What the gate asks AWS. */
export interface Cloud {
  /** Whether the pinned digest, or the tag, is in the image's repository. */
  hasImage(image: ImagePlan): Promise<boolean>;
  /** The current value of a secret, which nobody prints; undefined where it has none, or where there is no secret. */
  secretValue(name: string): Promise<string | undefined>;
}
