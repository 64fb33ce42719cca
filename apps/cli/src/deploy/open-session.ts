import { synthFleet } from '@mcp-fleet/fleet';
import type { FleetPlan } from '@mcp-fleet/plan';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsCloud, awsObjects, noCloud } from './aws';
import { pushCommand } from './gate/images';
import { thisLaptop } from './laptop/laptop';
import { engineVariables } from './laptop/engine-variables';
import type { Screen } from './screen';
import type { Session } from './session';
import { LocalStateStore, S3StateStore } from './state/state-store';
import type { Interrupts } from './terraform/interrupts';
import { runningProcess } from './terraform/launch';
import { Stack } from './terraform/stack';
import { findTerraform } from './terraform/terraform';

export interface SessionProps {
  readonly environment: string;
  /** Folder that holds environments and servers. @default '.' */
  readonly root?: string;
  /** @default 'dist/cdktf/<environment>', from the working directory */
  readonly out?: string;
  /** @default - TERRAFORM_BINARY_NAME, else terraform on the PATH */
  readonly terraform?: string;
  /** Warnings are errors. @default false */
  readonly strict?: boolean;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
}

/** How long another run may hold a state before this one gives up. */
const LOCK_TIMEOUT_SECONDS = 60;
const POLL_MILLISECONDS = 500;

/** Finds Terraform, waits for what an earlier run has left running, and synthesises the environment. */
export async function openSession(props: SessionProps): Promise<Session> {
  const { environment, screen, interrupts } = props;
  const root = resolve(props.root ?? '.');
  const out = resolve(props.out ?? join('dist', 'cdktf', environment));
  const stateFolder = join(root, 'environments', environment, '.state');
  const runs = join(stateFolder, 'runs');
  const terraform = await findTerraform(props.terraform);
  // Before the folder that it works in is written anew.
  await earlierRuns(runs, terraform.binary, screen, interrupts);
  const { plans, stacks } = synthFleet({
    root,
    outdir: out,
    environment,
    strict: props.strict ?? false,
  });
  const plan = plans[0] as FleetPlan;
  const { state } = plan;
  const settings = {
    terraform: plan.aws ? terraform : { ...terraform, env: await engineVariables(terraform.env) },
    out,
    runs,
    lockTimeoutSeconds: LOCK_TIMEOUT_SECONDS,
    interrupts,
    pushCommand: pushCommand(environment),
    ...(state.kind === 's3' ? { bucket: state.bucket } : {}),
  };
  return {
    plan,
    stacks: stacks.map((name) => new Stack(name, settings)),
    accountStack: (name) => ({
      stack: new Stack(name, settings),
      // In a folder of its own: beside the states of the environment it would be one that nobody owns.
      localState: join(stateFolder, 'account', `${name}.tfstate`),
    }),
    states:
      state.kind === 'local'
        ? new LocalStateStore(relative('.', stateFolder))
        : new S3StateStore(state, environment, awsObjects(state.region)),
    objects: awsObjects,
    cloud: plan.aws ? awsCloud(plan.aws) : noCloud,
    laptop: thisLaptop(root, environment),
    screen,
    interrupts,
    out,
  };
}

/** A deploy that was killed leaves Terraform running, which finishes by itself. */
async function earlierRuns(
  runs: string,
  program: string,
  screen: Screen,
  interrupts: Interrupts,
): Promise<void> {
  const logs = existsSync(runs) ? readdirSync(runs).filter((name) => name.endsWith('.log')) : [];
  for (const log of logs) {
    const running = () => runningProcess(join(runs, log), program);
    const pid = running();
    if (pid === undefined) continue;
    screen.progress(
      `An earlier run still works on ${log.replace('.log', '')} (process ${pid}): waiting for it.`,
    );
    while (running() !== undefined) {
      interrupts.check();
      await sleep(POLL_MILLISECONDS);
    }
  }
}
