import type { Environment, ImagePin, ImagePins } from '@mcp-fleet/environment';
import { formatImagePins, parseImagePins } from '@mcp-fleet/environment';
import type { FleetPlan, PlanInput } from '@mcp-fleet/plan';
import { imageUsesOf, planFleet } from '@mcp-fleet/plan';
import { checkError } from './check-error';

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** The plan once images.json has every image; with one that it has otherwise, that is said and the plan is as before. */
export function pinned(
  plan: FleetPlan,
  pins: 'sound' | 'broken',
  input: Omit<PlanInput, 'images'>,
  environment: Environment,
): FleetPlan {
  if (!plan.aws) return plan;
  const images = imageUsesOf(plan).map(({ image }) => image);
  const kinds = new Set(
    images.map(({ repositoryName, architecture }) => `${repositoryName} ${architecture}`),
  );
  // Nobody can pin one repository for two architectures: a push says so.
  if (kinds.size > new Set(images.map(({ repositoryName }) => repositoryName)).size) return plan;
  const [broken] = images;
  const written: ImagePins = Object.fromEntries(
    images.map(({ repositoryName, tag, architecture, contents }) => [
      repositoryName,
      { digest: DIGEST, tag, architecture, contents: { ...contents, router: '1.0.0' } },
    ]),
  );
  const otherwise = broken && {
    ...(written[broken.repositoryName] as ImagePin),
    contents: { gone: '1.0.0' },
    architecture: broken.architecture === 'arm64' ? ('x86_64' as const) : ('arm64' as const),
  };
  const read = parseImagePins(
    JSON.parse(
      formatImagePins(
        pins === 'broken' && otherwise ? { ...written, [broken.repositoryName]: otherwise } : written,
      ),
    ),
  );
  const result = planFleet(environment, { ...input, images: { [environment.name]: read.pins } });
  const errors = [...read.errors, ...result.errors];
  errors.forEach(checkError);
  const codes = new Set(errors.map(({ code }) => code));
  const expected = pins === 'broken' && broken ? ['image-architecture-differs', 'image-contents-differ'] : [];
  if ([...codes].sort().join() !== expected.join())
    throw new Error(`pins that are ${pins} bring ${[...codes].join() || 'nothing'}`);
  return result.plan ?? plan;
}
