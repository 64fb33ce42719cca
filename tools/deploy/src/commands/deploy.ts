import { FleetError } from '@mcp-fleet/core';
import { names as stackNames } from '@mcp-fleet/plan';
import { relative } from 'node:path';
import { checkGate } from '../gate/gate';
import type { Session } from '../session';
import { Interrupted } from '../terraform/interrupts';
import type { PlanOptions, Stack } from '../terraform/stack';
import type { PlannedStack } from './planning';
import { orphanLines, planStack, showAndApply } from './planning';

/**
 * Retired deployments go, then foundation, gate, the rest. What goes from the foundation goes last: functions that run
 * still read the old secrets until they have been updated. Returns whether all was done; false where the user said no.
 */
export async function deployEnvironment(session: Session, { yes }: { yes: boolean }): Promise<boolean> {
  const { screen, plan } = session;
  (await orphanLines(session)).forEach((line) => screen.progress(line));
  const { retired, foundation, rest } = inOrder(session);
  const done: string[] = [];
  let at = foundation.name;
  const applied = async (stack: Stack, planned?: PlannedStack) => {
    at = stack.name;
    const next = planned ?? (await planForApply(session, stack, yes));
    const confirmed = await showAndApply(session, stack, next, yes);
    if (confirmed) done.push(stack.name);
    else stopped(session, stack, done);
    return confirmed;
  };
  const gate = async () => {
    at = 'the gate';
    session.interrupts.check();
    await checkGate(plan, session.cloud);
  };
  try {
    for (const stack of retired) if (!(await applied(stack))) return false;
    at = foundation.name;
    const whole = await planForApply(session, foundation, yes);
    const makes = addressesThat(whole, (actions) => !['no-op', 'read', 'delete'].includes(actions));
    const waits = rest.length > 0 && addressesThat(whole, (actions) => actions === 'delete').length > 0;
    if (waits) screen.progress(`${foundation.name}: what goes waits until nothing uses it any more`);
    // What exists already is looked at before anything is touched.
    const gateFirst = !whole.summary.changes.some(({ kind }) => kind === 'comes' || kind === 'is replaced');
    if (gateFirst) await gate();
    if (!waits) {
      if (!(await applied(foundation, whole))) return false;
    } else if (makes.length > 0) {
      const first = await planForApply(session, foundation, yes, { targets: makes });
      if (!(await applied(foundation, first))) return false;
    }
    if (!gateFirst) await gate();
    for (const stack of rest) if (!(await applied(stack))) return false;
    if (waits && !(await applied(foundation))) return false;
  } catch (error) {
    const why = error instanceof Interrupted ? 'Interrupted' : 'Stopped';
    screen.progress(`\n${why} at ${at}. ${soFar(done)} ${howToGoOn(session)}\n`);
    throw error;
  }
  screen.progress(
    `\n${plan.environment} is deployed. Addresses and client configuration: nx run ${plan.environment}:outputs`,
  );
  return true;
}

/** Retired deployments use what the foundation may be about to lose, so they go before it. */
function inOrder({ stacks, plan }: Session): { retired: Stack[]; foundation: Stack; rest: Stack[] } {
  const names = new Set(plan.retired.map((name) => stackNames.deploymentStack(plan.environment, name)));
  const [foundation, ...rest] = stacks.filter(({ name }) => !names.has(name)) as [Stack, ...Stack[]];
  return { retired: stacks.filter(({ name }) => names.has(name)), foundation, rest };
}

function addressesThat({ json }: PlannedStack, match: (actions: string) => boolean): string[] {
  return (json.resource_changes ?? [])
    .filter(({ change }) => match(change.actions.join()))
    .map(({ address }) => address);
}

async function planForApply(
  session: Session,
  stack: Stack,
  yes: boolean,
  options: PlanOptions = {},
): Promise<PlannedStack> {
  session.interrupts.check();
  session.screen.progress(`\n${stack.name}: planning`);
  const planned = await planStack(session, stack, { ...options, forApply: true });
  if (planned.changes && !yes && !session.screen.canAsk) throw nobodyToAsk(session, stack);
  return planned;
}

function stopped(session: Session, stack: Stack, done: readonly string[]): void {
  session.screen.progress(`\n${stack.name} was not applied. ${soFar(done)} ${howToGoOn(session)}`);
}

function soFar(done: readonly string[]): string {
  return done.length > 0 ? `Done: ${[...new Set(done)].join(', ')}.` : 'Nothing was changed before it.';
}

function howToGoOn({ plan }: Session): string {
  return `To go on, run it again: nx run ${plan.environment}:deploy`;
}

function nobodyToAsk({ plan }: Session, stack: Stack): FleetError {
  return new FleetError({
    code: 'confirmation-missing',
    path: stack.name,
    rule: 'changes are applied when somebody has seen the plan and says yes, and here is no terminal to ask',
    fix: `read the plan (${relative('.', stack.planJsonFile)}, or nx run ${plan.environment}:plan) and run deploy with --yes`,
  });
}
