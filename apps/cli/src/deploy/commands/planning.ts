import { FleetError, FleetErrors, formatWarnings } from '@mcp-fleet/core';
import { relative } from 'node:path';
import { describe } from '../changes/describe';
import { knots } from '../changes/plan-json';
import type { Summary } from '../changes/summary';
import { summarise } from '../changes/summary';
import type { Session } from '../session';
import { deploymentOf } from '../session';
import type { StackState } from '../state/stack-state';
import { findLeftovers } from '../state/leftovers';
import { describeLock } from '../state/lock';
import { describeOrphans, findOrphans } from '../state/orphans';
import { importCommand, unlockCommand } from '../terraform/explain';
import type { PlanOptions, SavedPlan, Stack } from '../terraform/stack';
import { announced } from './announce';

const API = 'aws_apigatewayv2_api';

/** A saved plan with its words. */
export interface PlannedStack extends SavedPlan {
  readonly summary: Summary;
}

/**
 * Plans one stack, after looking at what an earlier run may have left behind.
 *
 * @throws FleetErrors where the state is locked, or where something exists that the state does not know.
 */
export async function planStack(
  session: Session,
  stack: Stack,
  options: PlanOptions & { readonly forApply?: boolean } = {},
): Promise<PlannedStack> {
  await stack.init();
  await nameLock(session, stack);
  let saved: SavedPlan;
  try {
    saved = await stack.plan(options);
  } catch (error) {
    const isLocked = error instanceof FleetErrors && error.errors.some(({ code }) => code === 'state-locked');
    if (!isLocked) throw error;
    throw new FleetErrors([...error.errors, ...(await outsideState(session, stack))]);
  }
  const leftovers = await outsideState(session, stack);
  if (leftovers.length > 0) throw new FleetErrors(leftovers);
  if (options.forApply) saved = await withoutKnots(session, stack, saved, options);
  const summary = summarise(stack.name, saved.json, deploymentOf(session, stack.name));
  return { ...saved, summary };
}

/** Takes as it is what an earlier run made and did not see become ready, and plans again. */
async function withoutKnots(
  { screen }: Session,
  stack: Stack,
  saved: SavedPlan,
  options: PlanOptions,
): Promise<SavedPlan> {
  const addresses = knots(saved.json);
  for (const address of addresses) {
    screen.progress(
      `${stack.name}: ${address} was made by a run that did not see it become ready: keeping it`,
    );
    await stack.untaint(address);
  }
  return addresses.length > 0 ? stack.plan(options) : saved;
}

/**
 * Plans one stack that is about to be applied.
 *
 * @throws FleetError where something changes and nobody said yes, nor can be asked.
 */
export async function planToConfirm(
  session: Session,
  stack: Stack,
  command: 'bootstrap' | 'deploy',
  yes: boolean,
  options: PlanOptions = {},
): Promise<PlannedStack> {
  const planned = await planStack(session, stack, { ...options, forApply: true });
  if (planned.changes && !yes && !session.screen.canAsk) throw nobodyToAsk(session, stack, command);
  return planned;
}

function nobodyToAsk({ plan }: Session, stack: Stack, command: 'bootstrap' | 'deploy'): FleetError {
  const again = command === 'deploy' ? `, or nx run ${plan.environment}:plan` : '';
  return new FleetError({
    code: 'confirmation-missing',
    path: stack.name,
    rule: 'changes are applied when somebody has seen the plan and says yes, and here is no terminal to ask',
    fix: `read the plan (${relative('.', stack.planJsonFile)}${again}) and run ${command} with --yes`,
  });
}

/** Says whose lock is on the state: Terraform then waits for it, and takes over one that a dead run left on this disk. */
async function nameLock({ states, screen }: Session, stack: Stack): Promise<void> {
  const lock = await states.lock(stack.name);
  if (lock === undefined) return;
  const hint = states.locksOutliveRuns
    ? `waiting; where that run is dead: ${unlockCommand(stack.explainContext(), lock.id)}`
    : 'waiting, unless that run is dead: a lock on this computer ends with its run';
  screen.progress(`${stack.name}: its state is locked by ${describeLock(lock)}: ${hint}`);
}

/** What the last apply of a stack made and could not write down, because it was killed. */
async function outsideState(session: Session, stack: Stack): Promise<FleetError[]> {
  const log = stack.unfinishedApply();
  if (log.length === 0) return [];
  const context = stack.explainContext();
  const otherwise = `or, where nothing of them is at AWS any more: rm ${relative('.', stack.log('apply'))}`;
  const state = await session.states.read(stack.name);
  const leftovers = findLeftovers(log, state);
  // Parts of a front door are imported by its id as well, which no plan knows before it is made.
  const api = leftovers.find(({ type }) => type === API)?.id ?? idOfType(state, API);
  return leftovers.map(({ address, id }) => {
    const found = { ...(api ? { api_id: api } : {}), ...(id ? { id } : {}) };
    return new FleetError({
      code: 'resource-outside-state',
      path: `${stack.name}: ${address}`,
      value: id === undefined ? 'it was being made, and may exist' : `it was made: ${id}`,
      rule: 'a run was killed before it could write down what it made; Terraform would make it again',
      fix: `${importCommand(context, address, found)}\n${otherwise}`,
    });
  });
}

function idOfType(state: StackState | undefined, type: string): string | undefined {
  return Object.entries(state?.resources ?? {}).find(([address]) => address.startsWith(`${type}.`))?.[1][0];
}

/** What is legal but unwise in the environment file, before anything is done about it. */
export function sayWarnings({ plan, screen }: Session): void {
  if (plan.warnings.length > 0) screen.progress(formatWarnings(plan.warnings));
}

/** Names states that nobody owns. */
export async function orphanLines({ states, plan, stacks }: Session): Promise<string[]> {
  const names = stacks.map(({ name }) => name);
  return describeOrphans(await findOrphans(states, plan.environment, names));
}

/** Shows a plan, asks, and applies exactly that plan. Returns false where the user says no. */
export async function showAndApply(
  session: Session,
  stack: Stack,
  planned: PlannedStack,
  confirmed: boolean,
): Promise<boolean> {
  const { screen } = session;
  screen.progress(describe(planned.summary));
  if (!planned.changes) return true;
  if (!confirmed && !/^y(es)?$/i.test(await screen.ask(`Apply this to ${stack.name}? (yes/no) `)))
    return false;
  const deployment = deploymentOf(session, stack.name);
  const apply = () => applyPlan(session, stack, planned);
  // Only where somebody would be paged by it.
  if (deployment === undefined || !session.plan.aws || session.plan.alarms === undefined) await apply();
  else {
    const put = () => session.cloud.deploying(session.plan.environment, deployment.name);
    await announced(stack.name, put, screen, apply);
  }
  return true;
}

/** Applies a saved plan and says how it goes. */
export async function applyPlan(session: Session, stack: Stack, planned: PlannedStack): Promise<void> {
  const { screen } = session;
  const total = planned.summary.changes.length;
  const started = Date.now();
  let done = 0;
  await stack.apply(({ type, hook }) => {
    if (type !== 'apply_complete' || hook === undefined) return;
    done += 1;
    const seconds = hook.elapsed_seconds ? `, ${hook.elapsed_seconds} s` : '';
    screen.progress(`  ${stack.name} ${done}/${total} ${hook.action} ${hook.resource.addr}${seconds}`);
  });
  screen.progress(`${stack.name}: done in ${Math.round((Date.now() - started) / 1000)} s`);
}
