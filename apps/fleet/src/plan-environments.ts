import { loadCatalog } from '@mcp-fleet/catalog';
import type { Catalog } from '@mcp-fleet/catalog';
import { FleetError, throwIfAny } from '@mcp-fleet/core';
import type { Environment } from '@mcp-fleet/environment';
import type { FleetPlan } from '@mcp-fleet/plan';
import { planFleet } from '@mcp-fleet/plan';
import { basename, dirname, relative, resolve } from 'node:path';
import { withoutEchoes } from './echoes';
import { imageRecipe } from './load/image-recipe';
import type { LoadedEnvironments } from './load/load-environments';
import { loadEnvironments } from './load/load-environments';

/** Images of a laptop are for its own processor. */
const HOST_ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64';

/** Where things are, and what is wanted. */
export interface PlanEnvironmentsProps {
  /** Folder that holds environments and servers; messages name files from it. @default - the working directory */
  readonly root?: string;
  /** Folder with a folder for each environment. @default '<root>/environments' */
  readonly environmentsFolder?: string;
  /** Folders with a folder for each server. @default ['<root>/servers'] */
  readonly serversFolders?: readonly string[];
  /** The one environment that is wanted. @default - all */
  readonly environment?: string;
  /** Warnings are errors. @default false */
  readonly strict?: boolean;
  /** Is told what was left out. @default - standard error */
  readonly notice?: (line: string) => void;
}

/** Environments and servers as they lie on disk, sound or not. */
export interface LoadedFleet {
  /** Environments, with the errors of their files. */
  readonly environments: LoadedEnvironments;
  /** Servers whose manifests have no errors. */
  readonly catalog: Catalog;
  /** Errors of the other manifests. */
  readonly manifestErrors: readonly FleetError[];
  /** Whether warnings are errors. */
  readonly strict: boolean;
}

/** Reads environment files and manifests. Throws nothing: errors are reported by the plan of what needs them. */
export function loadFleet(props: PlanEnvironmentsProps = {}): LoadedFleet {
  const root = resolve(props.root ?? '.');
  const environmentsFolder = resolve(root, props.environmentsFolder ?? 'environments');
  const environments = loadEnvironments(environmentsFolder, root, props.environment);
  const notice = props.notice ?? ((line: string) => void process.stderr.write(`${line}\n`));
  for (const name of environments.leftOut)
    notice(`environment ${name} is broken and was not compared: npx nx run ${name}:synth says why`);
  const { catalog, errors } = loadServers(root, props.serversFolders ?? ['servers']);
  return { environments, catalog, manifestErrors: errors, strict: props.strict ?? false };
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

/**
 * The plans of what was loaded.
 *
 * @param ignorePins as if no image were ever pinned, nor had to be: for what writes the pins
 * @throws FleetErrors with every error of every environment.
 */
export function planLoaded(fleet: LoadedFleet, ignorePins = false): FleetPlan[] {
  const { environments: loaded, catalog, manifestErrors } = fleet;
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
    const result = planFleet(environment, {
      environments,
      catalog,
      imageRecipe: imageRecipe().images,
      images,
      ignorePins,
      strict: fleet.strict,
      hostArchitecture: HOST_ARCHITECTURE,
    });
    if (result.plan) plans.push(withFile(result.plan, file));
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

/** What is wrong with manifests that none of the environments asks for: nobody's error, and good to know. */
export function unusedManifestErrors({ environments, manifestErrors }: LoadedFleet): FleetError[] {
  const wanted = environments.environments.filter(({ name }) => environments.selected.includes(name));
  const used = new Set(wanted.flatMap(serversOf));
  return manifestErrors.filter((error) => !used.has(serverOf(error)));
}

/** Warnings say which file they are about, as errors do. */
function withFile(plan: FleetPlan, file: string): FleetPlan {
  return { ...plan, warnings: plan.warnings.map((warning) => ({ ...warning, file })) };
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
