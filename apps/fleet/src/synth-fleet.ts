import { loadCatalog } from '@mcp-fleet/catalog';
import type { Catalog } from '@mcp-fleet/catalog';
import { FleetError, FleetErrors, throwIfAny } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { FleetPlan } from '@mcp-fleet/plan';
import { names, planFleet } from '@mcp-fleet/plan';
import { App } from 'cdktf';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { LoadedEnvironments } from './load/load-environments';
import { loadEnvironments } from './load/load-environments';
import { DeploymentStack } from './stacks/deployment-stack';
import { FoundationStack } from './stacks/foundation-stack';
import { RetiredStack } from './stacks/retired-stack';

/** Where things are, and what is wanted. */
export interface SynthFleetProps {
  /** Folder that holds environments and servers; messages name files from it. @default - the working directory */
  readonly root?: string;
  /** Folder with a folder for each environment. @default '<root>/environments' */
  readonly environmentsFolder?: string;
  /** Folders with a folder for each server. @default ['<root>/servers'] */
  readonly serversFolders?: readonly string[];
  /** The one environment to synthesise. @default - all */
  readonly environment?: string;
  /** Where the Terraform JSON goes, as `stacks/<stack>/cdk.tf.json`. @default 'cdktf.out' */
  readonly outdir?: string;
}

/** What a synthesis made. */
export interface SynthResult {
  readonly plans: readonly FleetPlan[];
  /** Names of the stacks, in the order in which they are applied. */
  readonly stacks: readonly string[];
  readonly outdir: string;
  /** Milliseconds that each step took. */
  readonly timings: {
    readonly load: number;
    readonly plan: number;
    readonly constructs: number;
    readonly write: number;
  };
}

/**
 * Environment files and manifests become Terraform JSON: reads them, plans each environment, and writes its stacks.
 *
 * @throws FleetErrors with every error of every environment; nothing has been written then.
 */
export function synthFleet(props: SynthFleetProps = {}): SynthResult {
  const root = resolve(props.root ?? '.');
  const environmentsFolder = resolve(root, props.environmentsFolder ?? 'environments');
  const outdir = resolve(props.outdir ?? 'cdktf.out');
  const clock = stopwatch();
  const loaded = loadEnvironments(environmentsFolder, root, props.environment);
  const { catalog, errors } = loadServers(root, props.serversFolders ?? ['servers']);
  const load = clock();
  const plans = planAll(loaded, catalog, errors);
  const plan = clock();
  const before = stacksOf(outdir);
  makeFolder(outdir, root);
  return withoutStackTraces(() => {
    // Stack traces would put paths of this computer into the JSON.
    const app = new App({ outdir, stackTraces: false });
    const stacks = plans.flatMap((p) =>
      inFile(loaded.files[p.environment] ?? '', () =>
        addStacks(app, p, join(environmentsFolder, p.environment, '.state')),
      ),
    );
    const constructs = clock();
    app.synth();
    removeStale(outdir, before, stacks);
    return { plans, stacks, outdir, timings: { load, plan, constructs, write: clock() } };
  });
}

/**
 * cdktf captures the whole stack for each token, whether or not anybody reads it: about a third of the time of a large
 * fleet. There is no switch for it, so the capture itself rests while constructs are made, unless somebody debugs.
 */
function withoutStackTraces<T>(run: () => T): T {
  if (process.env['MCP_FLEET_DEBUG']) return run();
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => undefined;
  try {
    return run();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

function loadServers(
  root: string,
  folders: readonly string[],
): { catalog: Catalog; errors: readonly FleetError[] } {
  const { catalog, errors } = loadCatalog(folders.map((folder) => resolve(root, folder)));
  return {
    catalog,
    errors: errors.map((error) => (error.file ? error.inFile(relative(root, error.file)) : error)),
  };
}

function planAll(
  loaded: LoadedEnvironments,
  catalog: Catalog,
  manifestErrors: readonly FleetError[],
): FleetPlan[] {
  const { environments, images, selected } = loaded;
  const plans: FleetPlan[] = [];
  const errors = [...loaded.errors];
  const wanted = environments.filter(({ name }) => selected.includes(name));
  // A manifest that nobody asks for is nobody's error here: the tests of the catalog read them all.
  const broken = new Map(manifestErrors.map((error) => [serverOf(error), error]));
  const used = new Set(wanted.flatMap(serversOf));
  errors.push(...manifestErrors.filter((error) => used.has(serverOf(error))));
  for (const environment of wanted) {
    const file = loaded.files[environment.name] ?? '';
    const result = planFleet(environment, { environments, catalog, images });
    if (result.plan) plans.push(result.plan);
    const found = result.errors.filter(
      ({ code, value }) => !(code === 'unknown-server' && broken.has(String(value))),
    );
    errors.push(
      ...withoutEchoes(
        found.map((error) => error.inFile(file)),
        loaded.errors,
      ),
    );
  }
  throwIfAny(errors);
  return plans;
}

/** A part of the file that already has an error is not checked again for what then lacks there. */
function withoutEchoes(found: readonly FleetError[], reported: readonly FleetError[]): FleetError[] {
  return found.filter(
    (error) =>
      !reported.some(({ file, path }) => file === error.file && `${error.path}.`.startsWith(`${path}.`)),
  );
}

/** The key of the server that a manifest's error is about: the folder of its file. */
function serverOf({ file = '' }: FleetError): string {
  return basename(/\.json$/.test(file) ? dirname(file) : file);
}

function serversOf({ deployments }: Environment): string[] {
  return Object.values(deployments).flatMap(({ servers }) =>
    Object.entries(servers).map(([instance, { server }]) => server ?? instance),
  );
}

function addStacks(app: App, plan: FleetPlan, stateFolder: string): string[] {
  const foundation = new FoundationStack(app, { plan, stateFolder });
  const deployments = Object.values(plan.deployments).map(
    (deployment) => new DeploymentStack(app, { plan, deployment, foundation, stateFolder }),
  );
  const retired = plan.retired.map(
    (deployment) =>
      new RetiredStack(app, { plan, name: names.deploymentStack(plan.environment, deployment), stateFolder }),
  );
  return [foundation, ...deployments, ...retired].map((stack) => stack.node.id);
}

/** A module that refuses what the plan let through says so of the environment's file. */
function inFile<T>(file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof FleetErrors) throw new FleetErrors(error.errors.map((e) => e.inFile(file)));
    throw error;
  }
}

function makeFolder(outdir: string, root: string): void {
  try {
    mkdirSync(outdir, { recursive: true });
  } catch (error) {
    throw new FleetError({
      code: 'output-unwritable',
      path: relative(root, outdir),
      value: (error as NodeJS.ErrnoException).code,
      rule: 'the Terraform JSON goes into a folder that can be made and written',
      fix: 'name another folder with --out, or free this one',
    });
  }
}

/** The stacks that an earlier synthesis left in the folder, by its own manifest. */
function stacksOf(outdir: string): string[] {
  try {
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8')) as { stacks?: object };
    return Object.keys(manifest.stacks ?? {});
  } catch {
    return [];
  }
}

/** Stacks that are no more would look as if they still belonged to the fleet. What we did not write stays. */
function removeStale(outdir: string, before: readonly string[], stacks: readonly string[]): void {
  for (const name of before.filter((stack) => !stacks.includes(stack))) {
    rmSync(join(outdir, 'stacks', name), { recursive: true, force: true });
  }
}

function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    return passed;
  };
}
