import type { Builder, Engine, ImageSpec } from 'mcp-fleet/images';
import { buildImage, findEngine, openBuilder, routerSpec, specsOf } from 'mcp-fleet/images';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Canaries } from './canaries';
import { makeForeignImage } from './foreign-image';
import type { LabFleet, PlaceInPlan } from './fleet';
import { REPOSITORY } from './lab';
import type { Lab } from './lab';
import { podman } from './podman';
import type { Checks } from './report';

/** Images of the lab, by what they are called in its tables. */
export type Images = Readonly<Partial<Record<ImageName, LabImage>>>;
export type ImageName = keyof typeof IMAGES | 'router' | 'router arm64';

export interface LabImage {
  readonly spec: ImageSpec;
  /** Seconds of its own build, without what it stands on. @default - it was here already */
  readonly buildSeconds?: number;
}

interface ImageOfLab extends PlaceInPlan {
  /** Name that apps/cli/src/images gives it. */
  readonly image: string;
  readonly architecture: 'x86_64' | 'arm64';
}

const one = { environment: 'lab', deployment: 'one', architecture: 'x86_64' } as const;

export const IMAGES = {
  go: { ...one, key: 'gitlab', image: 'mcp-servers/gitlab' },
  npm: { ...one, key: 'everything', image: 'mcp-servers/everything' },
  pypi: { ...one, key: 'aws-documentation', image: 'mcp-servers/aws-documentation' },
  oci: { ...one, key: 'foreign', image: 'mcp-servers/foreign' },
  'go, npm, pypi': { ...one, deployment: 'mixed', image: 'mcp-servers/lab-mixed' },
  'five of go': { ...one, deployment: 'five', image: 'mcp-servers/lab-five' },
  'go arm64': { environment: 'arm', deployment: 'one', image: 'mcp-servers/gitlab', architecture: 'arm64' },
} as const satisfies Record<string, ImageOfLab>;

/** The engine as apps/cli/src/images uses it; what it prints goes to the logs alone. */
async function labEngine(): Promise<Engine> {
  const engine = await findEngine();
  return { ...engine, stream: async (args, options) => void (await engine.run(args, options)) };
}

/**
 * Builds every image by apps/cli/src/images, with canaries in the environment of the builds. Images of an earlier run are kept
 * where nothing that they are made of has changed since. Each is a check; one that fails is not in the result.
 */
export async function buildImages(
  lab: Lab,
  fleet: LabFleet,
  canaries: Canaries,
  checks: Checks,
): Promise<Images> {
  const stamp = join(lab.folder, 'done/images');
  const key = await inputsOf();
  const rebuild = !existsSync(stamp) || readFileSync(stamp, 'utf8') !== key;
  const builder: Builder = {
    ...(await openBuilder({ root: lab.fleet, engine: await labEngine(), rebuild, say: () => undefined })),
    logFolder: join(lab.folder, 'log/images'),
  };
  mkdirSync(builder.logFolder, { recursive: true });
  const specs: Record<string, ImageSpec> = {
    router: routerSpec('x86_64'),
    'router arm64': routerSpec('arm64'),
    ...Object.fromEntries(Object.entries(IMAGES).map(([name, image]) => [name, specIn(fleet, image)])),
  };
  Object.assign(process.env, {
    GITLAB_TOKEN: canaries.build,
    NPM_TOKEN: canaries.build,
    PIP_PASSWORD: canaries.build,
  });
  const built: [string, LabImage][] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const image = await checks.run(`${name}: ${spec.reference}`, () => buildOne(builder, spec));
    if (image) built.push([name, image]);
    // What the image of another server is made from.
    if (image && name === 'npm') await makeForeignImage(lab, spec.reference);
  }
  if (built.length === Object.keys(specs).length) writeFileSync(stamp, key);
  return Object.fromEntries(built);
}

async function buildOne(builder: Builder, spec: ImageSpec): Promise<LabImage> {
  // What it stands on first, so that the time is its own.
  if (spec.base) await buildImage(builder, spec.base.image);
  for (const part of spec.parts ?? []) await buildImage(builder, part);
  const began = performance.now();
  const { cached } = await buildImage(builder, spec);
  return { spec, ...(cached ? {} : { buildSeconds: (performance.now() - began) / 1000 }) };
}

function specIn({ plans, catalog }: LabFleet, { environment, image, architecture }: ImageOfLab): ImageSpec {
  const specs = specsOf(plans[environment], catalog);
  const found = specs.find((spec) => spec.name === image && spec.architecture === architecture);
  if (!found) throw new Error(`environment ${environment} of the lab runs no ${image} for ${architecture}`);
  return found;
}

/** Dockerfiles, the router and the base images: tags follow the first two only once they have been committed. */
async function inputsOf(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [
    'servers/images',
    'apps/router/cmd',
    'apps/router/internal',
    'apps/cli/src/images/build',
  ]) {
    const files = readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /(?<!_test)\.(?:Dockerfile|go|json|ts)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(file));
  }
  const bases = ['debian', 'golang', 'node', 'python'].map((name) => `localhost/lab/${name}`);
  hash.update(await podman(['image', 'inspect', '--format={{.Id}}', ...bases]));
  return hash.digest('hex');
}
