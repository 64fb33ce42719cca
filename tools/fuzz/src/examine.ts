import type { Catalog } from '@mcp-fleet/catalog';
import type { FleetError } from '@mcp-fleet/core';
import { isAcknowledgeable } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import { parseEnvironment } from '@mcp-fleet/environment';
import { addStacks, withoutEchoes } from '@mcp-fleet/fleet';
import type { FleetPlan, PlanResult } from '@mcp-fleet/plan';
import { planFleet } from '@mcp-fleet/plan';
import { App } from 'cdktf';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkError } from './check-error';
import type { Files } from './generate/files';
import { SECRET } from './generate/sensible';
import { pinned } from './pinned';
import { secondCheck } from './second-check/check';
import type { StackDocument } from './second-check/documents';
import { documentOf } from './second-check/documents';
import { pairFaults } from './second-check/pairs';
import type { Permission } from './second-check/world';

/** Stands in for the hash of the Dockerfiles and the router: a tag may be any. */
export const IMAGE_RECIPE = '0123456789ab';

/** What became of the files of a run. */
export interface Outcome {
  readonly accepted: boolean;
  readonly codes: readonly string[];
  readonly stacks: number;
  readonly resources: number;
}

/**
 * Takes files through everything that a synthesis does, and holds the result against AWS once more.
 *
 * @param repository the servers that are there where none are made up.
 * @throws Error with what was found: an exception, an error that nobody can act on, a limit that is broken.
 */
export function examine(
  { exports, before, servers, pins }: Omit<Files, 'kind'>,
  repository: Catalog,
): Outcome {
  servers?.errors.forEach(checkError);
  const catalog = { servers: { ...repository.servers, ...servers?.catalog.servers } };
  const parsed = exports.map((raw) => parseEnvironment(raw));
  const environments = parsed.flatMap(({ environment }) => (environment ? [environment] : []));
  const own = parsed[0]?.environment;
  const shape = parsed[0]?.errors ?? [];
  const planned = own && planTwice(own, environments, catalog);
  const found = withoutEchoes(planned?.errors ?? [], shape);
  const errors = [...shape, ...found];
  errors.forEach(checkError);
  if (before !== undefined && shape.length > 0 && found.length > 0) checkOneMistake(before, catalog, errors);
  if (own === undefined || planned?.plan === undefined || errors.length > 0) {
    if (errors.length === 0) throw new Error('refused without an error');
    return { accepted: false, codes: errors.map(({ code }) => code), stacks: 0, resources: 0 };
  }
  const plan =
    pins === 'none'
      ? planned.plan
      : pinned(planned.plan, pins, { environments, catalog, imageRecipe: IMAGE_RECIPE }, own);
  const documents = synthesised(plan);
  const faults = secondCheck(documents, permissionOf(own, plan)).map(
    ({ address, rule, source, fault }) => `${address}: ${fault} (${rule}, ${source})`,
  );
  throwFaults([...faults, ...faultsOfPairs(own, documents, environments, catalog)]);
  return {
    accepted: true,
    codes: plan.warnings.map(({ code }) => code),
    stacks: documents.length,
    resources: documents.reduce((sum, { resources }) => sum + resources.length, 0),
  };
}

/** Between an environment and those that take over from it, or it from them, where these are sound too. */
function faultsOfPairs(
  { deployments }: Environment,
  documents: readonly StackDocument[],
  environments: readonly Environment[],
  catalog: Catalog,
): string[] {
  const partners = new Set(Object.values(deployments).flatMap(({ failover }) => failover?.with ?? []));
  return environments
    .filter(({ name }) => partners.has(name))
    .flatMap((partner) => {
      const { plan } = planTwice(partner, environments, catalog);
      return plan ? pairFaults(documents, synthesised(plan)) : [];
    });
}

function throwFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** The same input gives the same plan, to the byte, and the same errors. */
function planTwice(
  environment: Environment,
  environments: readonly Environment[],
  catalog: Catalog,
): PlanResult {
  // What is pinned is the affair of images.json: sound environments would all be refused for the lack of it.
  const plan = () =>
    planFleet(environment, { environments, catalog, imageRecipe: IMAGE_RECIPE, ignorePins: true });
  const [one, two] = [plan(), plan()];
  const text = (result: PlanResult) =>
    JSON.stringify(result.plan ?? result.errors.map(({ message }) => message));
  if (text(one) !== text(two)) throw new Error('two plans of one environment differ');
  return one;
}

/** A mistake in the shape of a sound file is all that is said of it. */
function checkOneMistake(before: unknown, catalog: Catalog, errors: readonly FleetError[]): void {
  const { environment, errors: shape } = parseEnvironment(before);
  if (environment === undefined || shape.length > 0) return;
  if (planTwice(environment, [environment], catalog).errors.length > 0) return;
  const said = errors.map(({ path, code }) => `${path} (${code})`);
  throw new Error(`one mistake brings more than is wrong: ${said.join(', ')}`);
}

function synthesised(plan: FleetPlan): StackDocument[] {
  const outdir = mkdtempSync(join(tmpdir(), 'mcp-fleet-fuzz-'));
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    const app = new App({ outdir, stackTraces: false });
    addStacks(app, plan, join(outdir, '.state'));
    app.synth();
    const folder = join(outdir, 'stacks');
    return readdirSync(folder).map((stack) =>
      documentOf(stack, JSON.parse(readFileSync(join(folder, stack, 'cdk.tf.json'), 'utf8')) as never),
    );
  } finally {
    Error.captureStackTrace = captureStackTrace;
    rmSync(outdir, { recursive: true, force: true });
  }
}

function permissionOf({ quotas = {}, acknowledge = {} }: Environment, plan: FleetPlan): Permission {
  const open = Object.values(plan.deployments).filter(
    (deployment) => deployment.target === 'fargate' && deployment.loadBalancer.exposure === 'internet',
  );
  return {
    publicStacks: open.map(({ stack }) => stack),
    quotas,
    acknowledged: Object.keys(acknowledge).filter((code) => isAcknowledgeable(code as never)),
    forbidden: [SECRET],
  };
}
