import { BUCKET_STACK, synthStateBucket } from '@mcp-fleet/bootstrap';
import { FleetError } from '@mcp-fleet/core';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { existsSync, rmSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Session } from '../session';
import { LocalStateStore } from '../state/state-store';
import type { BootstrapOptions } from './bootstrap';
import { planToConfirm, showAndApply } from './planning';

/**
 * Makes the bucket of an environment's states, once: with a state on this computer first, which then moves into the
 * bucket. Safe to run again, also where an earlier run was interrupted. Returns false where the user said no.
 */
export async function makeStateBucket(
  session: Session,
  plan: AwsFleetPlan,
  { yes }: BootstrapOptions,
): Promise<boolean> {
  const { screen, out } = session;
  if (plan.state.kind !== 's3') {
    screen.progress(`${plan.environment} keeps its states in a local folder: it needs no bucket.`);
    return true;
  }
  const { bucket } = plan.state;
  const { stack, localState } = session.accountStack(BUCKET_STACK);
  // An earlier run that did not come to the move has left its state here.
  if ((await bucketExists(session, plan.state)) && !existsSync(localState)) {
    screen.progress(`The bucket ${bucket} is there: nothing to make.`);
    return true;
  }
  synthStateBucket({ plan, outdir: out, localState });
  // Locks and leftovers are looked for where this state is: the bucket is not there yet.
  const local = { ...session, states: new LocalStateStore(relative('.', dirname(localState))) };
  const planned = await planToConfirm(local, stack, 'bootstrap', yes);
  if (!(await showAndApply(local, stack, planned, yes))) return false;
  synthStateBucket({ plan, outdir: out });
  await stack.moveState();
  for (const file of [localState, `${localState}.backup`]) rmSync(file, { force: true });
  screen.progress(
    `The bucket ${bucket} holds the states of ${plan.environment}, and that of itself (${BUCKET_STACK}).`,
  );
  return true;
}

async function bucketExists(
  { objects }: Session,
  { bucket, region, prefix }: { bucket: string; region: string; prefix: string },
): Promise<boolean> {
  try {
    await objects(region).keys(bucket, `${prefix}/`);
    return true;
  } catch (error) {
    if (error instanceof FleetError && error.code === 'state-bucket-missing') return false;
    throw error;
  }
}
