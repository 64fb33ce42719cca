import { ECRClient, ImageAlreadyExistsException, PutImageCommand } from '@aws-sdk/client-ecr';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsFleetPlan, ImagePlan, SecretPlan } from '@mcp-fleet/plan';
import { imageUsesOf } from '@mcp-fleet/plan';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

// Node 20 is supported here for as long as it is in our own engines.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** How the emulator is reached. */
export interface Endpoint {
  readonly url: string;
  readonly region: string;
}

/** Does what people do between the foundation and the rest: pushes every image and fills every secret. */
export async function fill(plan: AwsFleetPlan, endpoint: Endpoint): Promise<void> {
  const config = {
    endpoint: endpoint.url,
    region: endpoint.region,
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  };
  const ecr = new ECRClient(config);
  for (const image of imagesOf(plan)) await push(ecr, image.repositoryName, image.tag);
  const secrets = new SecretsManagerClient(config);
  for (const secret of Object.values(plan.foundation.secrets)) {
    const value = JSON.stringify(valueOf(secret));
    await secrets.send(new PutSecretValueCommand({ SecretId: secret.name, SecretString: value }));
  }
}

/** What a push writes down: the digests of the images that {@link fill} pushes. Those of other repositories stay. */
export function pin(plan: AwsFleetPlan, file: string): void {
  const pins = imagesOf(plan).map(({ repositoryName, tag, architecture, contents }) => [
    repositoryName,
    { digest: sha256(manifestOf(tag)), tag, architecture, contents: { ...contents, router: 'e2e' } },
  ]);
  const before = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...before, ...Object.fromEntries(pins) }));
}

function imagesOf(plan: AwsFleetPlan): ImagePlan[] {
  return imageUsesOf(plan).map(({ image }) => image);
}

async function push(ecr: ECRClient, repositoryName: string, imageTag: string): Promise<void> {
  const imageManifest = manifestOf(imageTag);
  try {
    const imageDigest = sha256(imageManifest);
    await ecr.send(new PutImageCommand({ repositoryName, imageTag, imageManifest, imageDigest }));
  } catch (error) {
    // Tags are immutable: the same inputs were pushed before.
    if (!(error instanceof ImageAlreadyExistsException)) throw error;
  }
}

/** Says its tag, so that each image has a digest of its own. */
function manifestOf(tag: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 2, digest: sha256('{}') },
    layers: [],
    annotations: { tag },
  });
}

/** The least that the gate lets through: all required keys, and the first of each choice. */
function valueOf({ required, oneOf }: SecretPlan): Record<string, unknown> {
  const keys = [...required, ...oneOf.flatMap((sets) => sets[0] ?? [])];
  return Object.fromEntries(
    keys.map((key) => [key, key === 'tokens' ? ['a-token-of-a-test'] : 'not-a-real-value']),
  );
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
