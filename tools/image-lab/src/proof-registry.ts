import type { AwsDeploymentPlan, ImagePlan } from '@mcp-fleet/plan';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LabEnvironment } from './fleet';
import { IMAGES } from './images';
import { REPOSITORY } from './lab';
import { run } from './podman';
import { must, table } from './report';
import type { World } from './world';

/** Name of each image in the policy, which says nothing of how large a foreign image may be. */
const POLICY_KINDS: Readonly<Record<keyof typeof IMAGES, string>> = {
  oci: 'oci',
  go: 'go',
  'go arm64': 'go',
  npm: 'npm',
  pypi: 'pypi',
  'go, npm, pypi': 'multi-server-mixed',
  'five of go': 'multi-server-go',
};

const MB = 1_000_000;

type Pins = Readonly<Record<string, { readonly digest: string; readonly tag: string }>>;

/** Pushes the lab's environments with the command that users have, and looks at what the registry then holds. */
export async function proveRegistry(world: World): Promise<void> {
  const { checks, registry } = world;
  const rows = [['image', 'MB pulled', 'MB allowed']];
  await checks.group('Registry', async () => {
    const pins: Record<string, Pins> = {};
    for (const environment of ['lab', 'arm'] as const) {
      // The smallest: at least one image is always pushed.
      registry.forget(`mcp-servers/${environment}/gitlab`);
      pins[environment] =
        (await checks.run(`push of environment ${environment}`, () => push(world, environment))) ?? {};
    }
    const allowed = ceilings();
    for (const [name, place] of Object.entries(IMAGES) as [
      keyof typeof IMAGES,
      (typeof IMAGES)[keyof typeof IMAGES],
    ][]) {
      const image = planned(world, name);
      if (!image) continue;
      const found = await checks.run(
        `${name}: a manifest of one image, not an index; pinned by its digest`,
        async () => {
          const manifest = await registry.manifest(`${image.repositoryName}:${image.tag}`);
          const pin = pins[place.environment]?.[image.repositoryName];
          must(pin?.tag === image.tag, `images.json has tag ${pin?.tag}`);
          must(
            pin.digest === manifest.digest,
            `images.json has ${pin.digest}, the registry ${manifest.digest}`,
          );
          return manifest;
        },
      );
      if (!found) continue;
      const [megabytes, ceiling] = [found.bytes / MB, allowed[POLICY_KINDS[name]]];
      rows.push([name, megabytes.toFixed(1), ceiling === undefined ? '–' : String(ceiling)]);
      if (ceiling === undefined && name === 'oci') continue;
      await checks.run(`${name}: ${megabytes.toFixed(1)} MB, at most ${ceiling}`, () =>
        must(ceiling !== undefined && megabytes <= ceiling, 'it is larger'),
      );
    }
  });
  console.log(`\nAs pulled, compressed\n${table(rows)}`);
}

async function push({ lab, registry, logs }: World, environment: LabEnvironment): Promise<Pins> {
  const pinsFile = join(lab.fleet, 'environments', environment, 'images.json');
  rmSync(pinsFile, { force: true });
  process.env['MCP_FLEET_REGISTRY'] = registry.host;
  const hook = join(REPOSITORY, 'apps/fleet/typescript-hook.cjs');
  const cli = join(REPOSITORY, 'apps/cli/src/images/cli.ts');
  const args = ['-C', '@mcp-fleet/source', '-r', hook, cli, 'push', environment, '--root', lab.fleet];
  logs.push(await run(process.execPath, args, { merged: true }));
  must(existsSync(pinsFile), 'it wrote no images.json');
  return JSON.parse(readFileSync(pinsFile, 'utf8')) as Pins;
}

/** What the plan calls an image. */
function planned({ fleet, images }: World, name: keyof typeof IMAGES): ImagePlan | undefined {
  const tag = images[name]?.spec.tag;
  const { environment, deployment } = IMAGES[name];
  const deployed: AwsDeploymentPlan | undefined = fleet.plans[environment].deployments[deployment];
  const functions = deployed?.target === 'lambda' ? Object.values(deployed.functions) : [];
  return functions.map(({ image }) => image).find((image) => image.tag === tag);
}

function ceilings(): Readonly<Record<string, number>> {
  const policy = readFileSync(join(REPOSITORY, 'servers/images/policy.json'), 'utf8');
  return (JSON.parse(policy) as { sizeMB: Record<string, number> }).sizeMB;
}
