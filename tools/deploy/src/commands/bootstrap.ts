import { BOOTSTRAP_STACK, synthBootstrap } from '@mcp-fleet/bootstrap';
import { FleetError } from '@mcp-fleet/core';
import { existsSync, rmSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { awsObjects } from '../aws';
import type { Session } from '../session';
import { LocalStateStore } from '../state/state-store';
import type { Stack } from '../terraform/stack';
import { planStack, showAndApply } from './planning';

/** What the bootstrap works with, beside the session. */
export interface BootstrapProps {
  /** The stack, in the session's output folder. */
  readonly stack: Stack;
  /** File of its state until the bucket holds it. */
  readonly localState: string;
  readonly yes: boolean;
}

/**
 * Makes the bucket of an environment's states, once: with a state on this computer first, which then moves into the
 * bucket. Safe to run again, also where an earlier run was interrupted. Returns false where the user said no.
 */
export async function bootstrapEnvironment(session: Session, props: BootstrapProps): Promise<boolean> {
  const { plan, screen, out } = session;
  const { stack, localState, yes } = props;
  if (plan.state.kind !== 's3') {
    screen.progress(`${plan.environment} keeps its states in a local folder: there is nothing to make.`);
    return true;
  }
  const { bucket } = plan.state;
  if (await bucketExists(plan.state)) {
    // An earlier run that did not come to the move has left its state here.
    if (!existsSync(localState)) {
      screen.progress(`The bucket ${bucket} is there: nothing to make.`);
      return true;
    }
  }
  synthBootstrap({ plan, outdir: out, localState });
  // Locks and leftovers are looked for where this state is: the bucket is not there yet.
  const local = { ...session, states: new LocalStateStore(relative('.', dirname(localState))) };
  const planned = await planStack(local, stack, { forApply: true });
  if (!(await showAndApply(local, stack, planned, yes))) return false;
  synthBootstrap({ plan, outdir: out });
  await stack.moveState();
  for (const file of [localState, `${localState}.backup`]) rmSync(file, { force: true });
  screen.progress(
    `The bucket ${bucket} holds the states of ${plan.environment}, and that of itself (${BOOTSTRAP_STACK}).`,
  );
  return true;
}

async function bucketExists({
  bucket,
  region,
  prefix,
}: {
  bucket: string;
  region: string;
  prefix: string;
}): Promise<boolean> {
  try {
    await awsObjects(region).keys(bucket, `${prefix}/`);
    return true;
  } catch (error) {
    if (error instanceof FleetError && error.code === 'state-bucket-missing') return false;
    throw error;
  }
}
