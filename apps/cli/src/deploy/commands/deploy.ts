import type { AwsFleetPlan, LaptopFleetPlan } from '@mcp-fleet/plan';
import { names as stackNames } from '@mcp-fleet/plan';
import { checkGate } from '../gate/gate';
import { checkLaptop } from '../laptop/laptop';
import type { Session } from '../session';
import { Interrupted } from '../terraform/interrupts';
import type { PlanOptions, Stack } from '../terraform/stack';
import type { PlannedStack } from './planning';
import { orphanLines, planToConfirm, sayWarnings, showAndApply } from './planning';

export interface DeployOptions {
  /** Apply each plan without asking. */
  readonly yes: boolean;
  /** Names of the deployments, on a laptop. @default - all */
  readonly deployments?: readonly string[];
}

/** Brings an environment to what its file says. Returns whether all was done; false where the user said no. */
export async function deployEnvironment(session: Session, options: DeployOptions): Promise<boolean> {
  sayWarnings(session);
  (await orphanLines(session)).forEach((line) => session.screen.progress(line));
  return session.plan.aws
    ? deployAtAws(session, session.plan, options)
    : deployLaptop(session, session.plan, options);
}

/**
 * Retired deployments go, then foundation, gate, network, deployments. What goes from network and foundation goes last:
 * what runs still uses subnets and secrets until it has been updated. Returns whether all was done; false where the user
 * said no.
 */
async function deployAtAws(session: Session, plan: AwsFleetPlan, { yes }: DeployOptions): Promise<boolean> {
  const { screen } = session;
  const { retired, foundation, network, deployments, unused } = inOrder(session);
  const done: string[] = [];
  const losing: Stack[] = [];
  let at = foundation.name;
  const planned = (stack: Stack, options: PlanOptions = {}) => {
    at = stack.name;
    return planForApply(session, stack, yes, options);
  };
  const applied = async (stack: Stack, next?: PlannedStack) => {
    at = stack.name;
    const confirmed = await showAndApply(session, stack, next ?? (await planned(stack)), yes);
    if (confirmed) done.push(stack.name);
    else stopped(session, stack, done);
    return confirmed;
  };
  const gains = async (stack: Stack, whole: PlannedStack) => {
    const users = [...deployments, ...unused].length;
    if (users === 0 || !goesFrom(whole)) return applied(stack, whole);
    losing.unshift(stack);
    screen.progress(`${stack.name}: what goes waits until nothing uses it any more`);
    return !comesTo(whole) || applied(stack, await planned(stack, { targets: whatStays(whole) }));
  };
  const gate = async () => {
    at = 'the gate';
    session.interrupts.check();
    await checkGate(plan, session.cloud, async () => {
      const { name_servers: made } = await foundation.outputs();
      return Array.isArray(made) ? made.map(String) : [];
    });
  };
  try {
    for (const stack of retired) if (!(await applied(stack))) return false;
    const whole = await planned(foundation);
    // What exists already is looked at before anything is touched.
    const gateFirst = !whole.summary.changes.some(({ kind }) => kind === 'comes' || kind === 'is replaced');
    if (gateFirst) await gate();
    if (!(await gains(foundation, whole))) return false;
    if (!gateFirst) await gate();
    if (network && !(await gains(network, await planned(network)))) return false;
    for (const stack of [...deployments, ...unused, ...losing]) if (!(await applied(stack))) return false;
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

/** Images and .env are looked at; retired deployments go, which frees their ports, and the rest comes. */
async function deployLaptop(
  session: Session,
  plan: LaptopFleetPlan,
  { yes, deployments = Object.keys(plan.deployments) }: DeployOptions,
): Promise<boolean> {
  const { screen, laptop, stacks } = session;
  const wanted = deployments.map((name) => plan.deployments[name]?.stack);
  const done: string[] = [];
  let at = 'the gate';
  try {
    await checkLaptop(plan, laptop, deployments);
    for (const line of laptop.secrets(plan, deployments).ignored) screen.progress(`.env, ${line}`);
    laptop.writeSecrets(plan, deployments);
    const retired = stacks.filter(
      ({ name }) => !Object.values(plan.deployments).some(({ stack }) => stack === name),
    );
    for (const stack of [...retired, ...stacks.filter(({ name }) => wanted.includes(name))]) {
      at = stack.name;
      const planned = await planForApply(session, stack, yes);
      if (!(await showAndApply(session, stack, planned, yes))) {
        stopped(session, stack, done);
        return false;
      }
      done.push(stack.name);
    }
  } catch (error) {
    const why = error instanceof Interrupted ? 'Interrupted' : 'Stopped';
    screen.progress(`\n${why} at ${at}. ${soFar(done)} ${howToGoOn(session)}\n`);
    throw error;
  }
  screen.progress(
    `\n${plan.environment} runs. Addresses and client configuration: nx run ${plan.environment}:outputs`,
  );
  return true;
}

/** The stacks of an environment at AWS, by when it is their turn. */
interface Turns {
  /** They use what network and foundation may be about to lose, so they go before. */
  readonly retired: readonly Stack[];
  readonly foundation: Stack;
  readonly network?: Stack;
  readonly deployments: readonly Stack[];
  /** A network that is retired goes when nothing is in it any more. */
  readonly unused: readonly Stack[];
}

function inOrder({ stacks, plan }: Session): Turns {
  const isRetired = ({ name }: Stack) =>
    plan.retired.some((deployment) => name === stackNames.deploymentStack(plan.environment, deployment));
  const isNetwork = ({ name }: Stack) => name === stackNames.networkStack(plan.environment);
  const [foundation, ...rest] = stacks.filter((stack) => !isRetired(stack)) as [Stack, ...Stack[]];
  const network = rest.find(isNetwork);
  return {
    retired: stacks.filter((stack) => isRetired(stack) && !isNetwork(stack)),
    foundation,
    ...(network ? { network } : {}),
    deployments: rest.filter((stack) => !isNetwork(stack)),
    unused: stacks.filter((stack) => isRetired(stack) && isNetwork(stack)),
  };
}

function actionsOf({ json }: PlannedStack): { address: string; actions: string }[] {
  return (json.resource_changes ?? []).map(({ address, change }) => ({
    address,
    actions: change.actions.join(),
  }));
}

function goesFrom(planned: PlannedStack): boolean {
  return actionsOf(planned).some(({ actions }) => actions === 'delete');
}

/** Resources that come or change, or outputs that others are about to read. */
function comesTo(planned: PlannedStack): boolean {
  const outputs = Object.values(planned.json.output_changes ?? {});
  return (
    actionsOf(planned).some(({ actions }) => !['no-op', 'read', 'delete'].includes(actions)) ||
    outputs.some(({ actions }) => actions.includes('create'))
  );
}

/** With what does not change, so that outputs of it come too. */
function whatStays(planned: PlannedStack): string[] {
  return actionsOf(planned).flatMap(({ address, actions }) => (actions === 'delete' ? [] : [address]));
}

async function planForApply(
  session: Session,
  stack: Stack,
  yes: boolean,
  options: PlanOptions = {},
): Promise<PlannedStack> {
  session.interrupts.check();
  session.screen.progress(`\n${stack.name}: planning`);
  return planToConfirm(session, stack, 'deploy', yes, options);
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
