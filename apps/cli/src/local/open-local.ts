import { FleetError, didYouMean, list } from '@mcp-fleet/core';
import { synthFleet } from '@mcp-fleet/fleet';
import type { Engine } from '../images';
import { findEngine } from '../images';
import type { ContainerPlan, DockerDeploymentPlan, LaptopFleetPlan } from '@mcp-fleet/plan';
import { join, resolve } from 'node:path';

/** What every command works with. */
export interface Local {
  readonly plan: LaptopFleetPlan;
  /** Deployments that are meant. */
  readonly deployments: readonly DockerDeploymentPlan[];
  readonly engine: Engine;
  readonly root: string;
  /** Output folder of the environment: stacks are in it. */
  readonly out: string;
  /** Folder of the environment file. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

export interface OpenLocalProps {
  readonly environment: string;
  /** Names of deployments. @default - all */
  readonly deployments?: readonly string[];
  /** Folder that holds environments and servers. @default '.' */
  readonly root?: string;
  /** @default 'dist/cdktf/<environment>', from the working directory */
  readonly out?: string;
  /** @default - docker or podman, as found */
  readonly engine?: Engine;
  readonly say: (line: string) => void;
}

/**
 * Synthesises the environment, and finds the engine.
 *
 * @throws FleetErrors with all errors of the environment; FleetError where it is not on a laptop, or has no such
 * deployment, or where there is no engine.
 */
export async function openLocal(props: OpenLocalProps): Promise<Local> {
  const { environment, say } = props;
  const root = resolve(props.root ?? '.');
  const out = resolve(props.out ?? join('dist', 'cdktf', environment));
  const plan = laptopPlan(environment, root, out);
  const deployments = chosen(plan, props.deployments ?? []);
  const engine = props.engine ?? (await findEngine());
  return { plan, deployments, engine, root, out, folder: join(root, 'environments', environment), say };
}

/** The plan of an environment on a laptop; its stacks are written. */
export function laptopPlan(environment: string, root: string, out: string): LaptopFleetPlan {
  const [plan] = synthFleet({ root, outdir: out, environment }).plans;
  if (plan && !plan.aws) return plan;
  throw new FleetError({
    code: 'not-for-target',
    path: environment,
    rule: 'these commands are for environments of which all deployments have target docker',
    fix: `nx run ${environment}:deploy brings this one to AWS`,
  });
}

function chosen(plan: LaptopFleetPlan, names: readonly string[]): DockerDeploymentPlan[] {
  if (names.length === 0) return Object.values(plan.deployments);
  return names.map((name) => {
    const deployment = Object.hasOwn(plan.deployments, name) ? plan.deployments[name] : undefined;
    if (deployment) return deployment;
    const known = Object.keys(plan.deployments);
    throw new FleetError({
      code: 'unknown-key',
      path: `deployments.${name}`,
      rule: `the deployments of ${plan.environment} are: ${list(known)}`,
      fix: didYouMean(name, known),
    });
  });
}

/** A container, and the instances in it. */
export interface LocalContainer {
  readonly plan: ContainerPlan;
  readonly instances: readonly string[];
}

/** All containers of the deployments that are meant. */
export function containersOf({ deployments }: Pick<Local, 'deployments'>): LocalContainer[] {
  return deployments.flatMap(({ containers, instances }) =>
    Object.entries(containers).map(([key, plan]) => ({
      plan,
      instances: Object.values(instances)
        .filter(({ container }) => container === key)
        .map(({ name }) => name),
    })),
  );
}

/**
 * The container that an instance runs in.
 *
 * @throws FleetError with code `unknown-server`.
 */
export function containerOf(local: Local, instance: string): LocalContainer {
  const all = containersOf(local);
  const found = all.find(({ instances }) => instances.includes(instance));
  if (found) return found;
  const known = all.flatMap(({ instances }) => instances);
  throw new FleetError({
    code: 'unknown-server',
    path: local.plan.environment,
    value: instance,
    rule: `the servers of this environment are: ${list(known)}`,
    fix: didYouMean(instance, known),
  });
}
