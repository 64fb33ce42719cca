import { FleetError, FleetErrors } from '@mcp-fleet/core';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { AddressChange } from '../changes/addresses';
import { expectedChanges } from '../changes/addresses';
import type { FrontDoorChange } from '../changes/clients';
import { clientNotices, edgeIn } from '../changes/clients';
import type { StackReport } from '../changes/describe';
import { describe, markdown } from '../changes/describe';
import { needsOf, waitsFor } from '../changes/waits';
import { missingImages } from '../gate/images';
import { missingLocalImages } from '../laptop/laptop';
import type { Session } from '../session';
import { deploymentOf } from '../session';
import { isEmpty } from '../state/stack-state';
import { wrongForAll } from '../terraform/explain';
import { TerraformFailure } from '../terraform/failure';
import type { Stack } from '../terraform/stack';
import { orphanLines, planStack, sayWarnings } from './planning';

/** What a plan of an environment found. */
export interface PlanResult {
  readonly environment: string;
  readonly stacks: readonly StackReport[];
  /** States that nobody owns. */
  readonly orphans: readonly string[];
  /** What users of MCP clients have to change. */
  readonly clients: readonly string[];
  /** Whether a deploy would do anything. */
  readonly changes: boolean;
  readonly failed: boolean;
}

/** Plans every stack in order. One that cannot be planned does not keep the others from it. */
export async function planEnvironment(session: Session): Promise<PlanResult> {
  const { screen, plan, out } = session;
  sayWarnings(session);
  const orphans = await orphanLines(session);
  const stacks: StackReport[] = [];
  const doors: FrontDoorChange[] = [];
  for (const stack of session.stacks) {
    session.interrupts.check();
    const { report, door } = await planOne(session, stack);
    stacks.push(report);
    if (door) doors.push(door);
    screen.progress(text(report));
  }
  orphans.forEach((line) => screen.progress(line));
  const clients = clientNotices(doors);
  if (clients.length > 0) screen.progress(['\nFor users of MCP clients', ...clients].join('\n  '));
  const result: PlanResult = {
    environment: plan.environment,
    stacks,
    orphans,
    clients,
    changes: stacks.some((report) => 'waits' in report || ('summary' in report && changes(report.summary))),
    failed: stacks.some((report) => 'failed' in report),
  };
  const file = join(out, 'plan.md');
  writeFileSync(file, markdown(plan.environment, stacks, { clients, orphans }));
  writeFileSync(join(out, 'plan.json'), `${JSON.stringify(result, null, 2)}\n`);
  screen.progress(`\nFor a pull request: ${relative('.', file)}`);
  return result;
}

/** A stack in the plan, and what becomes of the front door that it is. */
interface Planned {
  readonly report: StackReport;
  readonly door?: FrontDoorChange;
}

async function planOne(session: Session, stack: Stack): Promise<Planned> {
  try {
    const waits = await whatItWaitsFor(session, stack);
    if (waits !== undefined) {
      const addresses = await expectedAddresses(session, stack);
      return { report: { stack: stack.name, waits }, ...(await frontDoor(session, stack, addresses)) };
    }
    const { summary } = await planStack(session, stack);
    return {
      report: { stack: stack.name, summary },
      ...(await frontDoor(session, stack, summary.addresses)),
    };
  } catch (error) {
    const isTold =
      error instanceof FleetError || error instanceof FleetErrors || error instanceof TerraformFailure;
    if (!isTold || isWrongForAll(error)) throw error;
    return { report: { stack: stack.name, failed: error.message } };
  }
}

async function frontDoor(
  session: Session,
  { name }: Stack,
  addresses: readonly AddressChange[],
): Promise<{ door?: FrontDoorChange }> {
  if (addresses.length === 0) return {};
  const deployment = deploymentOf(session, name);
  const edgeBefore = edgeIn(Object.keys((await session.states.read(name))?.resources ?? {}));
  return {
    door: {
      deployment: deployment?.name ?? name.slice(session.plan.environment.length + 1),
      ...(edgeBefore ? { edgeBefore } : {}),
      ...(deployment && 'edge' in deployment ? { edge: deployment.edge } : {}),
      addresses,
    },
  };
}

/** What a stack that cannot be planned yet offers now, beside what its file says. */
async function expectedAddresses(session: Session, stack: Stack): Promise<AddressChange[]> {
  const deployment = deploymentOf(session, stack.name);
  if (deployment === undefined) return [];
  const state = await session.states.read(stack.name);
  if (isEmpty(state)) return expectedChanges({}, deployment, false);
  await stack.init();
  const edge = edgeIn(Object.keys(state?.resources ?? {}));
  const isSame = !('edge' in deployment) || deployment.edge === edge;
  return expectedChanges((await stack.outputs())['servers'], deployment, isSame);
}

function isWrongForAll(error: Error): boolean {
  const errors = error instanceof FleetErrors ? error.errors : [error];
  return errors.some((each) => each instanceof FleetError && wrongForAll.includes(each.code));
}

/** Outputs of another stack, then images that Terraform would look up while it plans. */
async function whatItWaitsFor(session: Session, stack: Stack): Promise<string | undefined> {
  const { states, plan, cloud, laptop } = session;
  const outputs = await waitsFor(
    needsOf(stack.folder),
    async (name) => (await states.read(name))?.outputs ?? [],
  );
  if (outputs !== undefined) return outputs;
  const deployment = deploymentOf(session, stack.name);
  const images = plan.aws
    ? await missingImages(plan, cloud, [stack.name])
    : await missingLocalImages(plan, laptop, deployment ? [deployment.name] : []);
  const lookedUp = images.filter(({ value }) => !String(value).includes('@sha256:'));
  const [first] = lookedUp;
  if (first === undefined) return undefined;
  return `waits for ${lookedUp.length === 1 ? 'an image' : `${lookedUp.length} images`}: ${lookedUp
    .map(({ value }) => String(value))
    .join(', ')} (${first.fix})`;
}

function changes({
  changes,
  outputs,
}: {
  changes: readonly unknown[];
  outputs: readonly unknown[];
}): boolean {
  return changes.length + outputs.length > 0;
}

function text(report: StackReport): string {
  if ('waits' in report) return `${report.stack}: ${report.waits}`;
  return 'failed' in report
    ? `${report.stack}: could not be planned\n${report.failed}`
    : describe(report.summary);
}
