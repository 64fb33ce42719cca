import { FleetError } from '@mcp-fleet/core';
import { names } from '@mcp-fleet/plan';
import { describe } from '../changes/describe';
import type { PlanJson } from '../changes/plan-json';
import { record } from '../changes/plan-json';
import type { Session } from '../session';
import { isEmpty } from '../state/stack-state';
import type { Stack } from '../terraform/stack';
import type { PlannedStack } from './planning';
import { applyPlan, orphanLines, planStack } from './planning';

export interface DestroyOptions {
  /** The environment's name, where it is said without being asked. @default - asked for on the terminal */
  readonly name?: string;
  /** The name of a protected environment, written out. @default - a protected environment is refused */
  readonly protected?: string;
}

/** Takes down all stacks that hold anything, in reverse order. Returns whether all of it was done. */
export async function destroyEnvironment(session: Session, options: DestroyOptions): Promise<boolean> {
  const { screen, plan, states } = session;
  if (plan.protected && options.protected !== plan.environment) throw refused(plan.environment, []);
  const planned: [Stack, PlannedStack][] = [];
  for (const stack of lastFirst(session)) {
    session.interrupts.check();
    if (isEmpty(await states.read(stack.name))) continue;
    const destruction = await planStack(session, stack, { destroy: true });
    screen.progress(describe(destruction.summary));
    planned.push([stack, destruction]);
  }
  const guarded = planned.flatMap(([{ name }, { json }]) => guardedIn(json).map((one) => `${name}: ${one}`));
  if (guarded.length > 0) throw refused(plan.environment, guarded);
  if (planned.length > 0 && !(await confirmed(session, options.name))) {
    screen.progress('Nothing was destroyed.');
    return false;
  }
  try {
    for (const [stack, destruction] of planned) await applyPlan(session, stack, destruction);
  } catch (error) {
    screen.progress(`\nStopped. ${await whatStands(session)}`);
    throw error;
  }
  if (!plan.aws) session.laptop.removeSecrets();
  await sayWhatIsLeft(session);
  return true;
}

/** In reverse order; a network that is retired stands among deployments, and goes after all of them. */
function lastFirst({ stacks, plan }: Session): Stack[] {
  const [foundation, ...rest] = stacks as [Stack, ...Stack[]];
  if (!plan.aws) return [...stacks].reverse();
  const isNetwork = ({ name }: Stack) => name === names.networkStack(plan.environment);
  return [...rest.filter((one) => !isNetwork(one)).reverse(), ...rest.filter(isNetwork), foundation];
}

async function confirmed({ plan, screen }: Session, name: string | undefined): Promise<boolean> {
  if (name === undefined && !screen.canAsk) {
    throw new FleetError({
      code: 'confirmation-missing',
      path: plan.environment,
      rule: 'an environment is destroyed when somebody writes its name, and here is no terminal to ask',
      fix: `run destroy with --name ${plan.environment}`,
    });
  }
  const given = name ?? (await screen.ask(`All of this goes for good. Write the environment's name: `));
  if (given === plan.environment) return true;
  screen.progress(`'${given}' is not the name of this environment.`);
  return false;
}

/** What AWS would refuse to delete, after all else is gone: known before anything is. */
function guardedIn({ resource_changes: changes = [] }: PlanJson): string[] {
  return changes
    .filter(({ change }) => record(change.before)['enable_deletion_protection'] === true)
    .map(({ address }) => address);
}

function refused(environment: string, guarded: readonly string[]): FleetError {
  const off = 'write protected: false and deploy, which takes the protection off, then destroy';
  return new FleetError({
    code: 'destroy-refused',
    path: environment,
    ...(guarded.length > 0 ? { value: guarded.join(', ') } : {}),
    rule:
      guarded.length > 0
        ? 'AWS deletes nothing whose deletion protection is on'
        : 'a protected environment is destroyed only where that is written out',
    fix:
      guarded.length > 0
        ? off
        : `${off}; with --protected ${environment} it goes as it is, where AWS lets it`,
  });
}

async function whatStands({ plan, states, stacks }: Session): Promise<string> {
  const standing: string[] = [];
  for (const { name } of stacks) if (!isEmpty(await states.read(name))) standing.push(name);
  return `Not destroyed yet: ${standing.join(', ')}. To go on, run it again: nx run ${plan.environment}:destroy\n`;
}

async function sayWhatIsLeft(session: Session): Promise<void> {
  const { screen, plan, states, stacks } = session;
  const left = await orphanLines(session);
  const days = Math.max(0, ...Object.values(plan.foundation?.secrets ?? {}).map((s) => s.recoveryWindowDays));
  if (days > 0) left.push(`secrets can be restored for ${days} days, and their names stay taken as long`);
  const places = stacks.length > 0 ? states.place(`${plan.environment}-*`) : '';
  left.push(`empty states: ${places}`);
  screen.progress(
    `\n${plan.environment} is destroyed. What is left:\n${left.map((line) => `  ${line}`).join('\n')}`,
  );
}
