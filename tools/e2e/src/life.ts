import assert from 'node:assert/strict';
import { applyEvents, targetlessMoments } from './apply-events';
import { fill } from './fill';
import type { Fleet } from './fleet';
import type { Workspace } from './workspace';

/** How the environment file of a run is edited: its own words. */
export interface Edits {
  /** The deployment whose topology is switched. */
  readonly deployment: string;
  readonly topology: { readonly from: string; readonly to: string };
  /** A line of an instance, and the same with another instance of that server behind it. */
  readonly instance: { readonly line: string; readonly added: string; readonly renamed: string };
}

/** A step of the life of an environment, as the report names it. */
export type Step = (name: string, run: () => Promise<void>) => Promise<void>;

const EXTRA = `    extra: { target: 'lambda', topology: 'per-server', servers: { 'everything-extra': { server: 'everything' } } },\n`;

/**
 * The life of an environment: it comes, changes its topology, gets, renames and loses an instance, a deployment of it
 * is retired, and it goes. After each change the second plan is empty.
 */
export async function liveThrough(
  fleet: Fleet,
  workspace: Workspace,
  edits: Edits,
  step: Step,
): Promise<void> {
  const stack = `${workspace.environment}-${edits.deployment}`;
  const topology = (word: string) => `topology: '${word}'`;

  await step('foundation, then the gate names what is open', async () => {
    const plan = fleet.plan();
    const { output } = await fleet.run('deploy', ['--yes'], [1]);
    for (const { name } of Object.values(plan.foundation.secrets))
      assert.ok(output.includes(name), `the gate does not name ${name}:\n${output}`);
  });
  await step('images and secrets, then the rest', () => deploy(fleet));
  await step(`topology ${edits.topology.to}`, async () => {
    const before = fleet.ids(stack, 'aws_apigatewayv2_route');
    assert.ok(Object.keys(before).length > 0, 'there are no routes to keep');
    workspace.edit(topology(edits.topology.from), topology(edits.topology.to));
    await deploy(fleet);
    assert.deepEqual(fleet.ids(stack, 'aws_apigatewayv2_route'), before, 'routes have other ids than before');
    assert.deepEqual(targetlessMoments(applyEvents(fleet.applyLog(stack))), []);
  });
  await step('an instance comes', async () => {
    workspace.edit(edits.instance.line, edits.instance.added);
    await deploy(fleet);
  });
  await step('an instance is renamed', async () => {
    workspace.edit(edits.instance.added, edits.instance.renamed);
    await deploy(fleet);
  });
  await step('an instance goes', async () => {
    workspace.edit(edits.instance.renamed, edits.instance.line);
    await deploy(fleet);
  });
  await step('a deployment comes', async () => {
    workspace.edit('  deployments: {\n', `  deployments: {\n${EXTRA}`);
    await deploy(fleet);
  });
  await step('a deployment is retired', async () => {
    workspace.edit(EXTRA, '');
    workspace.edit('  deployments: {\n', "  retired: ['extra'],\n  deployments: {\n");
    await deploy(fleet);
  });
  await step('destroy', async () => {
    await fleet.run('destroy', ['--name', workspace.environment]);
  });
}

/** What a person does after a change: deploy, fill what the gate names, deploy again; then the plan is empty. */
async function deploy(fleet: Fleet): Promise<void> {
  const plan = fleet.plan();
  const first = await fleet.run('deploy', ['--yes'], [0, 1]);
  if (first.exitCode !== 0) {
    // Nothing but the gate may stop it.
    assert.match(first.output, /code {2}(secret-unfilled|image-missing)/, first.output);
    await fill(plan, fleet.emulator);
    await fleet.run('deploy', ['--yes']);
  }
  await fleet.run('plan', ['--detailed-exitcode']);
}
