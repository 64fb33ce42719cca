import { logRoleStack, BUCKET_STACK } from '@mcp-fleet/bootstrap';
import assert from 'node:assert/strict';
import type { FrontDoor } from './apply-events';
import { strangers, targetlessMoments } from './apply-events';
import type { Dns } from './dns';
import { fill } from './fill';
import type { Fleet } from './fleet';
import type { Workspace } from './workspace';

/** A step of the life of an environment, as the report names it. */
export type Step = (name: string, run: () => Promise<void>) => Promise<void>;

/** An edit of the environment file: its own words. */
export type Edit = readonly [from: string | RegExp, to: string];

/** A deployment whose topology is switched. */
export interface Switch {
  readonly deployment: string;
  /** Edits that switch it. */
  readonly edits: readonly Edit[];
  readonly door: FrontDoor;
}

/** What happens to an environment, in steps. After each change the second plan is empty. */
export class Life {
  constructor(
    readonly fleet: Fleet,
    readonly workspace: Workspace,
    private readonly dns: Dns,
    readonly step: Step,
  ) {}

  /** The bucket of the states, which is there before all else. */
  bootstrap(): Promise<void> {
    return this.step('bootstrap of the state bucket', async () => {
      const plan = this.fleet.plan();
      [BUCKET_STACK, logRoleStack(plan)].forEach((stack) => this.fleet.writeOverride(stack));
      await this.fleet.run('bootstrap', ['--yes']);
    });
  }

  /** The foundation is made, and the gate names all that people have to bring; then they bring it. */
  async begin(): Promise<void> {
    const { fleet } = this;
    await this.step('foundation, then the gate names what is open', async () => {
      const plan = fleet.plan();
      const { output } = await fleet.run('deploy', ['--yes'], [1]);
      for (const { name } of Object.values(plan.foundation.secrets))
        assert.ok(output.includes(name), `the gate does not name ${name}:\n${output}`);
      if (this.workspace.pinsFile) assert.match(output, /code {2}image-pin-fake/);
      if (plan.domain?.create) {
        assert.match(output, /code {2}zone-not-delegated/);
        this.dns.delegate(plan.domain.zone, fleet.nameServers(plan.foundation.stack));
      }
    });
    await this.step('images and secrets, then the rest', async () => {
      this.pin();
      await fill(fleet.plan(), fleet.emulator);
      await this.deploy();
    });
  }

  /** The file changes, and is deployed. */
  change(name: string, edits: readonly Edit[]): Promise<void> {
    return this.step(name, async () => {
      this.edit(edits);
      await this.deploy();
    });
  }

  /** Topologies of deployments change: entries keep their ids, and lead somewhere at every moment. */
  switch(name: string, ...switches: readonly Switch[]): Promise<void> {
    return this.step(name, async () => {
      const before = switches.map((one) => this.entries(one));
      before.forEach((ids) => assert.ok(Object.keys(ids).length > 0, 'there are no entries to keep'));
      switches.forEach(({ edits }) => this.edit(edits));
      await this.deploy();
      switches.forEach((one, i) => {
        assert.deepEqual(this.entries(one), before[i], 'entries have other ids than before');
        assert.deepEqual(targetlessMoments(this.fleet.applied(this.stack(one)), one.door), []);
      });
    });
  }

  /**
   * An instance changes its deployment: `plan` says that clients have to follow it, and nothing is touched but what is
   * its own, and the deployment that comes or goes with it.
   */
  move(name: string, instance: string, edits: readonly Edit[], deployment?: string): Promise<void> {
    return this.step(name, async () => {
      this.edit(edits);
      this.pin();
      this.fleet.plan();
      const { output } = await this.fleet.run('plan', []);
      assert.match(output, new RegExp(`${instance} moves from \\S+ to \\S+: clients `));
      await this.deploy();
      const own = deployment === undefined ? [] : [deployment];
      // The dashboard and its queries are about all of an environment.
      const mine = [...own, 'dashboard'];
      const others = this.fleet.appliedStacks().filter((stack) => !mine.includes(deploymentOf(stack)));
      assert.deepEqual(
        others.flatMap((stack) => strangers(this.fleet.applied(stack), [instance, ...own])),
        [],
      );
    });
  }

  /** A protected environment is not destroyed before that is written out and deployed, with other changes or alone. */
  async unprotect(name: string, edits: readonly Edit[]): Promise<void> {
    const { fleet, workspace } = this;
    await this.step('a protected environment is not destroyed', async () => {
      const { output } = await fleet.run('destroy', ['--name', workspace.environment], [1]);
      assert.match(output, /code {2}destroy-refused/);
    });
    await this.change(name, [['protected: true', 'protected: false'], ...edits]);
  }

  /** All of it goes. */
  async end(): Promise<void> {
    const { fleet, workspace } = this;
    await this.step('destroy', async () => {
      await fleet.run('destroy', ['--name', workspace.environment]);
    });
  }

  /** What a person does after a change: deploy, bring what the gate names, deploy again; then the plan is empty. */
  private async deploy(): Promise<void> {
    const { fleet } = this;
    fleet.forgetApplies();
    this.pin();
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

  /** A protected environment runs what is pinned; where there are pins, they follow the file as after a push. */
  private pin(): void {
    const file = this.workspace.pinsFile;
    if (file !== undefined) this.fleet.pin(file);
  }

  private edit(edits: readonly Edit[]): void {
    edits.forEach(([from, to]) => this.workspace.edit(from, to));
  }

  private stack({ deployment }: Switch): string {
    return `${this.workspace.environment}-${deployment}`;
  }

  /** Ids of what requests come in by, by address. */
  private entries(one: Switch): Record<string, string> {
    const ids = this.fleet.ids(this.stack(one));
    return Object.fromEntries(Object.entries(ids).filter(([address]) => one.door.entry.test(address)));
  }
}

function deploymentOf(stack: string): string {
  return stack.slice(stack.indexOf('-') + 1);
}
