import { FleetError, FleetErrors } from '@mcp-fleet/core';
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { StackReport } from '../changes/describe';
import { describe, markdown } from '../changes/describe';
import { needsOf, waitsFor } from '../changes/waits';
import { missingImages } from '../gate/images';
import type { Session } from '../session';
import { wrongForAll } from '../terraform/explain';
import { TerraformFailure } from '../terraform/failure';
import type { Stack } from '../terraform/stack';
import { orphanLines, planStack } from './planning';

/** What a plan of an environment found. */
export interface PlanResult {
  readonly environment: string;
  readonly stacks: readonly StackReport[];
  /** States that nobody owns. */
  readonly orphans: readonly string[];
  /** Whether a deploy would do anything. */
  readonly changes: boolean;
  readonly failed: boolean;
}

/** Plans every stack in order. One that cannot be planned does not keep the others from it. */
export async function planEnvironment(session: Session): Promise<PlanResult> {
  const { screen, plan, out } = session;
  const orphans = await orphanLines(session);
  const stacks: StackReport[] = [];
  for (const stack of session.stacks) {
    session.interrupts.check();
    const report = await planOne(session, stack);
    stacks.push(report);
    screen.progress(text(report));
  }
  orphans.forEach((line) => screen.progress(line));
  const result: PlanResult = {
    environment: plan.environment,
    stacks,
    orphans,
    changes: stacks.some((report) => 'waits' in report || ('summary' in report && changes(report.summary))),
    failed: stacks.some((report) => 'failed' in report),
  };
  const file = join(out, 'plan.md');
  writeFileSync(file, markdown(plan.environment, stacks, orphans));
  writeFileSync(join(out, 'plan.json'), `${JSON.stringify(result, null, 2)}\n`);
  screen.progress(`\nFor a pull request: ${relative('.', file)}`);
  return result;
}

async function planOne(session: Session, stack: Stack): Promise<StackReport> {
  try {
    const waits = await whatItWaitsFor(session, stack);
    if (waits !== undefined) return { stack: stack.name, waits };
    return { stack: stack.name, summary: (await planStack(session, stack)).summary };
  } catch (error) {
    const isTold =
      error instanceof FleetError || error instanceof FleetErrors || error instanceof TerraformFailure;
    if (!isTold || isWrongForAll(error)) throw error;
    return { stack: stack.name, failed: error.message };
  }
}

function isWrongForAll(error: Error): boolean {
  const errors = error instanceof FleetErrors ? error.errors : [error];
  return errors.some((each) => each instanceof FleetError && wrongForAll.includes(each.code));
}

/** Outputs of another stack, then images that Terraform would look up while it plans. */
async function whatItWaitsFor({ states, plan, cloud }: Session, stack: Stack): Promise<string | undefined> {
  const outputs = await waitsFor(
    needsOf(stack.folder),
    async (name) => (await states.read(name))?.outputs ?? [],
  );
  if (outputs !== undefined) return outputs;
  const images = await missingImages(plan, cloud, [stack.name]);
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
