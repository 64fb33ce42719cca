import type { Catalog, ServerManifest } from '@mcp-fleet/catalog';
import type { FleetPlan } from '@mcp-fleet/plan';
import { SHARED_FUNCTION } from '@mcp-fleet/plan';
import { imagesOf } from '../push/planned-image';
import type { Architecture, ImageSpec } from './image-spec';
import { multiServerSpec, routerSpec, serverSpec } from './specs';

/** What a plan says of an image that it runs. */
interface ImageUse {
  readonly environment: string;
  readonly deployment: string;
  /** Whether all servers of the deployment are in it, even where there is only one. */
  readonly shared: boolean;
  readonly architecture: Architecture;
  /** Server → commit or version. */
  readonly contents: Readonly<Record<string, string>>;
}

/** The specs of all images that an environment runs, each once. */
export function specsOf(plan: FleetPlan, catalog: Catalog): ImageSpec[] {
  const specs = usesOf(plan).map((use) => specOf(use, catalog));
  return [...new Map(specs.map((spec) => [spec.reference, spec])).values()];
}

/** The spec of an image of a plan. */
export function specOf(use: ImageUse, { servers: manifests }: Catalog): ImageSpec {
  const servers = Object.keys(use.contents).map((key) => manifests[key] as ServerManifest);
  const [only] = servers;
  // The front of a task with several servers, which are in containers of their own.
  if (only === undefined) return routerSpec(use.architecture);
  return use.shared ? multiServerSpec({ ...use, servers }) : serverSpec(only, use.architecture);
}

function usesOf(plan: FleetPlan): ImageUse[] {
  if (plan.aws) return imagesOf(plan);
  return Object.values(plan.deployments).flatMap(({ name, architecture, containers }) =>
    Object.entries(containers).map(([key, { image }]) => ({
      environment: plan.environment,
      deployment: name,
      shared: key === SHARED_FUNCTION,
      architecture,
      contents: image.contents,
    })),
  );
}
