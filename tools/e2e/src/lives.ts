import assert from 'node:assert/strict';
import type { FrontDoor } from './apply-events';
import { httpApi, loadBalancer, restApi } from './apply-events';
import { createBucket, createFunction, createHostedZone, setLogRole } from './beforehand';
import type { Edit, Life, Switch } from './life';
import type { Emulator } from './start-emulator';

/** One environment of the repository and what is done with it. A new one is an entry here. */
interface EnvironmentLife {
  readonly environment: string;
  run(life: Life, emulator: Emulator): Promise<void>;
}

const PAGERDUTY = 'pagerduty: {}';
const WITH_EU = `${PAGERDUTY}, 'pagerduty-eu': { server: 'pagerduty' }`;
const WITH_US = `${PAGERDUTY}, 'pagerduty-us': { server: 'pagerduty' }`;

const ALARMS = `  alarms: { email: ['oncall@example.com'] },\n`;
/** An HTTP API waits 30 seconds, and PagerDuty's slowest call may take 60. */
const SLOW = `  acknowledge: { 'slow-server': 'the pages of PagerDuty are few' },\n`;

export const lives: readonly EnvironmentLife[] = [
  {
    environment: 'dev',
    run: (life, emulator) =>
      leavingNothing(emulator, life, async () => {
        await life.begin();
        await life.switch('topology per-server', to('per-server', 'tools', httpApi));
        await comesIsRenamedGoes(life);
        const extra = deployment('extra', `'everything-extra': { server: 'everything' }`);
        await life.change('a deployment comes', [added(extra)]);
        await life.change('a deployment is retired', [[extra, ''], retired('extra')]);
      }),
  },
  {
    environment: 'awslabs',
    run: async (life, emulator) => {
      await setLogRole(life.fleet.emulator, '111122223333');
      await leavingNothing(emulator, life, () => life.begin());
    },
  },
  {
    environment: 'staging',
    run: async (life, emulator) => {
      await life.bootstrap();
      await leavingNothing(emulator, life, async () => {
        await life.begin();
        await life.switch(
          'functions become multi-server, tasks and streams per-server',
          to('multi-server', 'tools', httpApi),
          to('per-server', 'tasks', loadBalancer),
          to('per-server', 'streams', restApi),
        );
        await life.move('an instance moves from functions to tasks', 'pagerduty', [
          ['        pagerduty: {},\n', ''],
          [`'gitlab-eu': {`, `pagerduty: {},\n        'gitlab-eu': {`],
        ]);
      });
    },
  },
  {
    environment: 'production',
    run: async (life, emulator) => {
      // staging takes its state bucket through the bootstrap, whose waits are the provider's: a minute.
      await createBucket(life.fleet.emulator, 'acme-terraform-state');
      await createHostedZone(life.fleet.emulator, 'example.com');
      await createFunction(life.fleet.emulator, '111122223333', 'rotate-servicenow');
      await leavingNothing(emulator, life, async () => {
        await life.begin();
        await life.switch('topology multi-server', to('multi-server', 'tools', loadBalancer));
        await life.switch('topology per-server', to('per-server', 'tools', loadBalancer));
        await life.change('an instance comes', [[PAGERDUTY, WITH_EU]]);
        await life.change('an instance is renamed', [[WITH_EU, WITH_US]]);
        const more = deployment('more', `'pagerduty-us': { server: 'pagerduty' }`);
        const moved: Edit[] = [[WITH_US, PAGERDUTY], added(more), [ALARMS, `${ALARMS}${SLOW}`]];
        await life.move('an instance moves to a new deployment', 'pagerduty-us', moved, 'more');
        await life.unprotect('protection is off, and that deployment is retired', [
          [more, ''],
          [SLOW, ''],
          retired('more'),
        ]);
      });
    },
  },
];

/** The first topology that is written in a deployment becomes another. */
function to(topology: 'per-server' | 'multi-server', name: string, door: FrontDoor): Switch {
  const written = new RegExp(`(?<=\\n {4}${name}: \\{[^]*?)topology: '[a-z-]+'`);
  return { deployment: name, edits: [[written, `topology: '${topology}'`]], door };
}

async function comesIsRenamedGoes(life: Life): Promise<void> {
  await life.change('an instance comes', [[PAGERDUTY, WITH_EU]]);
  await life.change('an instance is renamed', [[WITH_EU, WITH_US]]);
  await life.change('an instance goes', [[WITH_US, PAGERDUTY]]);
}

/** The text of a small deployment. */
function deployment(name: string, servers: string): string {
  return `    ${name}: { target: 'lambda', topology: 'per-server', servers: { ${servers} } },\n`;
}

function added(text: string): Edit {
  return ['  deployments: {\n', `  deployments: {\n${text}`];
}

function retired(name: string): Edit {
  return ['  deployments: {\n', `  retired: ['${name}'],\n  deployments: {\n`];
}

/** Kinds that the emulator makes for each object of S3, and metrics, which AWS forgets by itself after 15 months. */
const PASSING = ['s3.FakeAcl', 's3.FakeGrant', 's3.FakeGrantee', 'cloudwatch.MetricDatum'];

/** What exists, without the states themselves: Terraform leaves an empty one, and the bucket keeps versions of all. */
async function livingIn(emulator: Emulator): Promise<unknown> {
  const live = Object.entries(await emulator.live())
    .filter(([kind]) => !PASSING.includes(kind))
    .map(([kind, names]) => [kind, names.filter((name) => !/\.tfstate(\.tflock)?$/.test(name))] as const);
  return Object.fromEntries(live.filter(([, names]) => names.length > 0));
}

/** A life after which the emulator holds what it held before. */
async function leavingNothing(emulator: Emulator, life: Life, live: () => Promise<void>): Promise<void> {
  const before = await livingIn(emulator);
  await live();
  await life.end();
  await life.step('nothing is left', async () => assert.deepEqual(await livingIn(emulator), before));
}
