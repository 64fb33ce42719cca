import { FleetError, FleetErrors } from '@mcp-fleet/core';
import type { FleetPlan } from '@mcp-fleet/plan';
import { App } from 'cdktf';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { loadFleet, planLoaded, unusedManifestErrors } from './plan-environments';
import type { PlanEnvironmentsProps } from './plan-environments';
import { withQuickTokens } from './quick-tokens';
import { addStacks } from './stacks/add-stacks';

/** Where things are, and what is wanted. */
export interface SynthFleetProps extends PlanEnvironmentsProps {
  /** Where the Terraform JSON goes, as `stacks/<stack>/cdk.tf.json`. @default 'cdktf.out' */
  readonly outdir?: string;
  /** Leaves stacks that are no longer part of the fleet in the folder: whoever owns the folder removes them. @default false */
  readonly keepStale?: boolean;
}

/** What a synthesis made. */
export interface SynthResult {
  /** Plan of each environment. */
  readonly plans: readonly FleetPlan[];
  /** Names of the stacks, in the order in which they are applied. */
  readonly stacks: readonly string[];
  /** Absolute path of the folder with the Terraform JSON. */
  readonly outdir: string;
  /** What is wrong with manifests that none of the environments asks for. */
  readonly unused: readonly FleetError[];
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
  const loaded = loadFleet(props);
  const load = clock();
  const plans = planLoaded(loaded);
  const plan = clock();
  const before = stacksOf(outdir);
  makeFolder(outdir, root);
  return withoutStackTraces(() => {
    // Stack traces would put paths of this computer into the JSON.
    const app = new App({ outdir, stackTraces: false });
    const stacks = plans.flatMap((p) =>
      inFile(loaded.environments.files[p.environment] ?? '', () =>
        addStacks(app, p, join(environmentsFolder, p.environment, '.state')).map(({ node }) => node.id),
      ),
    );
    const constructs = clock();
    withQuickTokens(() => app.synth());
    if (!props.keepStale) removeStale(outdir, before, stacks);
    const unused = unusedManifestErrors(loaded);
    return { plans, stacks, outdir, unused, timings: { load, plan, constructs, write: clock() } };
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

/** A stack that no longer exists would look as if it still belonged to the fleet. What we did not write stays. */
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
