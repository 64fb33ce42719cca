import { logRoleStack, synthLogRole } from '@mcp-fleet/bootstrap';
import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { mkdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { restApiDeployment } from '../gate/log-role';
import type { Session } from '../session';
import type { StateStore } from '../state/state-store';
import { LocalStateStore, S3StateStore } from '../state/state-store';
import type { BootstrapOptions } from './bootstrap';
import { planToConfirm, showAndApply } from './planning';

/**
 * Makes the role with which API Gateway writes logs, where a deployment has a REST API and the account has no role in
 * its Region. One that somebody else has set is left as it is. Returns false where the user said no.
 */
export async function makeLogRole(
  session: Session,
  plan: AwsFleetPlan,
  { yes }: BootstrapOptions,
): Promise<boolean> {
  const { screen, cloud, out } = session;
  if (restApiDeployment(plan) === undefined) return true;
  const { region } = plan.aws;
  const role = await cloud.logRole();
  if (role !== undefined) {
    screen.progress(`API Gateway has a role for its logs in ${region}, ${role}: nothing to make.`);
    return true;
  }
  const { stack, localState } = session.accountStack(logRoleStack(plan));
  synthLogRole({ plan, localState, outdir: out });
  const own = { ...session, states: storeOf(session, plan, localState) };
  const planned = await planToConfirm(own, stack, 'bootstrap', yes);
  if (!(await showAndApply(own, stack, planned, yes))) return false;
  screen.progress(
    `API Gateway has a role for the logs of all REST APIs of ${plan.aws.account} in ${region}. It stays when ${plan.environment} is destroyed; its state: ${own.states.place(stack.name)}`,
  );
  return true;
}

/** Environments share the role: its state is none of theirs, and no orphan among them. */
function storeOf(session: Session, { aws, state }: AwsFleetPlan, localState: string): StateStore {
  if (state.kind === 's3') return new S3StateStore(state, aws.account, session.objects(state.region));
  const folder = dirname(localState);
  mkdirSync(folder, { recursive: true });
  return new LocalStateStore(relative('.', folder));
}
