import { FleetError } from '@mcp-fleet/core';
import { relative } from 'node:path';
import { checkGate } from '../gate/gate';
import type { Session } from '../session';
import { Interrupted } from '../terraform/interrupts';
import type { Stack } from '../terraform/stack';
import type { PlannedStack } from './planning';
import { orphanLines, planStack, showAndApply } from './planning';

/** Foundation, gate, then the rest. Returns whether all of it was done; false where the user said no. */
export async function deployEnvironment(session: Session, { yes }: { yes: boolean }): Promise<boolean> {
  const { screen, stacks, plan } = session;
  (await orphanLines(session)).forEach((line) => screen.progress(line));
  const done: string[] = [];
  const [foundation, ...rest] = stacks as [Stack, ...Stack[]];
  let at = foundation.name;
  try {
    const planned = await planForApply(session, foundation, yes);
    // What exists already is looked at before anything is touched.
    const gateFirst = !planned.summary.changes.some(({ kind }) => kind === 'comes' || kind === 'is replaced');
    const gate = async () => {
      at = 'the gate';
      session.interrupts.check();
      await checkGate(plan, session.cloud);
    };
    if (gateFirst) await gate();
    at = foundation.name;
    if (!(await showAndApply(session, foundation, planned, yes))) return stopped(session, foundation, done);
    done.push(foundation.name);
    if (!gateFirst) await gate();
    for (const stack of rest) {
      at = stack.name;
      const next = await planForApply(session, stack, yes);
      if (!(await showAndApply(session, stack, next, yes))) return stopped(session, stack, done);
      done.push(stack.name);
    }
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

async function planForApply(session: Session, stack: Stack, yes: boolean): Promise<PlannedStack> {
  session.interrupts.check();
  session.screen.progress(`\n${stack.name}: planning`);
  const planned = await planStack(session, stack, { forApply: true });
  if (planned.changes && !yes && !session.screen.canAsk) throw nobodyToAsk(session, stack);
  return planned;
}

function stopped(session: Session, stack: Stack, done: readonly string[]): false {
  session.screen.progress(`\n${stack.name} was not applied. ${soFar(done)} ${howToGoOn(session)}`);
  return false;
}

function soFar(done: readonly string[]): string {
  return done.length > 0 ? `Done: ${done.join(', ')}.` : 'Nothing was changed before it.';
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
