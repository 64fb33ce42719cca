import assert from 'node:assert/strict';
import type { Fleet } from './fleet';
import type { Edits, Step } from './life';
import { liveThrough } from './life';
import type { Emulator } from './start-emulator';
import type { Workspace } from './workspace';

/** One environment of the repository and what is done with it. A new one is an entry here. */
interface Life {
  readonly environment: string;
  run(fleet: Fleet, workspace: Workspace, emulator: Emulator, step: Step): Promise<void>;
}

const dev: Edits = {
  deployment: 'tools',
  topology: { from: 'multi-server', to: 'per-server' },
  instance: {
    line: 'pagerduty: {}',
    added: "pagerduty: {}, 'pagerduty-eu': { server: 'pagerduty' }",
    renamed: "pagerduty: {}, 'pagerduty-us': { server: 'pagerduty' }",
  },
};

const staging: Edits = { ...dev, topology: { from: 'per-server', to: 'multi-server' } };

export const lives: readonly Life[] = [
  { environment: 'dev', run: (...args) => alone(args, dev) },
  {
    environment: 'staging',
    run: async (fleet, workspace, emulator, step) => {
      await step('bootstrap of the state bucket', async () => {
        fleet.plan();
        fleet.writeOverride('bootstrap');
        await fleet.run('bootstrap', ['--yes']);
      });
      await alone([fleet, workspace, emulator, step], staging);
    },
  },
];

/** Kinds that the emulator makes for each object of S3. */
const OF_OBJECTS = ['s3.FakeAcl', 's3.FakeGrant', 's3.FakeGrantee'];

/** What exists, without the states themselves: Terraform leaves an empty one, and the bucket keeps versions of all. */
async function livingIn(emulator: Emulator): Promise<unknown> {
  const live = Object.entries(await emulator.live()).filter(([kind]) => !OF_OBJECTS.includes(kind));
  return Object.fromEntries(
    live.map(([kind, names]) => [kind, names.filter((name) => !/\.tfstate(\.tflock)?$/.test(name))]),
  );
}

/** The life of an environment that leaves nothing behind: the emulator holds at the end what it held before. */
async function alone(
  [fleet, workspace, emulator, step]: Parameters<Life['run']>,
  edits: Edits,
): Promise<void> {
  const before = await livingIn(emulator);
  await liveThrough(fleet, workspace, edits, step);
  await step('nothing is left', async () => assert.deepEqual(await livingIn(emulator), before));
}
