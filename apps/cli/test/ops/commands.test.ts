import { loadFleet, planLoaded } from '@mcp-fleet/fleet';
import type { DeploymentPlan, FleetPlan } from '@mcp-fleet/plan';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Operation } from '../../src/ops';
import { operationsOf } from '../../src/ops';
import { callsOf } from './shell-words';
import { editedProduction, warmDev } from './variants';

interface Emulator {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface EmulatorModule {
  systemPython(): string | undefined;
  ensureVenv(): Promise<string>;
  startEmulator(): Promise<Emulator>;
}

const root = resolve(__dirname, '../../../..');
const emulatorModule = () =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript, which npm run emulator needs bare
  require(join(root, 'tools/emulator/emulator.cjs')) as EmulatorModule;

/** The examples, whatever else there is. */
const plans = ['dev', 'local', 'production', 'staging'].flatMap((environment) =>
  planLoaded(loadFleet({ root, environment, notice: () => undefined })),
);
const commandsOf = (operations: readonly Operation[]) => operations.flatMap(({ commands = [] }) => commands);
const all: FleetPlan[] = [...plans, editedProduction(root), warmDev(root, '{ provisioned: 2 }')];
const calls = all.flatMap((plan) => callsOf(commandsOf(operationsOf(plan))));
const unique = [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];

test('a shell reads every command, and each of our own names an environment or a server and its target', () => {
  expect(unique.filter(([program]) => program === 'aws').length).toBeGreaterThan(100);
  const own = unique.filter(([program]) => program === 'npx').map(([, nx, run, target]) => [nx, run, target]);
  const projects = [...plans.map(({ environment }) => environment), ...serversOf(plans)];
  for (const [nx, run, target = ''] of own) {
    expect([nx, run]).toEqual(['nx', 'run']);
    expect(projects).toContain(target.split(':')[0]);
  }
});

test('a shell takes the commands of a large fleet, which are more than one argument holds', () => {
  const many = Array.from({ length: 4000 }, (_, i) => `aws logs tail /aws/lambda/large-tools-${i} --follow`);
  expect(many.join('\n').length).toBeGreaterThan(128 * 1024);
  expect(callsOf(many)).toHaveLength(4000);
});

test('no value of a secret is a word of a command', () => {
  for (const words of unique) {
    const given = words.indexOf('--secret-string');
    if (given >= 0) expect(words[given + 1]).toMatch(/^file:\/\/[\w-]+\.secret\.json$/);
  }
  expect(unique.some((words) => words.includes('--secret-string'))).toBe(true);
});

const python = emulatorModule().systemPython();
const skipped = python === undefined && process.env['CI'] !== 'true';
if (skipped) process.stdout.write('SKIPPED: commands of ops against the AWS API need python3.\n');

(skipped ? test.skip : test)(
  'AWS knows every call: its options, their types, and what is required',
  async () => {
    const emulator = await emulatorModule().startEmulator();
    try {
      const asked = [...unique.filter(([program]) => program === 'aws'), ...WRONG];
      const outcomes = await ask(await emulatorModule().ensureVenv(), asked, emulator.env);
      const wrong = outcomes.slice(0, -WRONG.length).filter(({ error }) => error !== null);
      expect(wrong).toEqual([]);
      // What the check itself is worth.
      expect(outcomes.slice(-WRONG.length).map(({ error }) => error)).toEqual([
        expect.stringContaining('there is no --log-group'),
        expect.stringContaining('Missing required parameter'),
        expect.stringContaining('has no describe-everything'),
        expect.stringContaining('is none of'),
        expect.stringContaining('Invalid jmespath expression'),
      ]);
    } finally {
      await emulator.stop();
    }
  },
);

const WRONG = [
  ['aws', 'logs', 'tail', '/x', '--log-group', 'y'],
  ['aws', 'ecs', 'describe-services', '--cluster', 'c'],
  ['aws', 'ecs', 'describe-everything'],
  ['aws', 'ecs', 'list-tasks', '--desired-status', 'GONE'],
  ['aws', 'sts', 'get-caller-identity', '--query', 'Account['],
];

interface Outcome {
  readonly call: string;
  readonly error: string | null;
  readonly answer: string | null;
}

async function ask(
  program: string,
  asked: readonly (readonly string[])[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome[]> {
  const child = spawn(program, [join(__dirname, 'aws_calls.py')], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
  child.stdin.end(asked.map((call) => JSON.stringify(call)).join('\n'));
  await once(child, 'close');
  const lines = printed.trim().split('\n');
  if (lines.length !== asked.length) throw new Error(`${lines.length} answers to ${asked.length} calls`);
  return lines.map((line, i) => ({
    call: (asked[i] ?? []).join(' '),
    ...(JSON.parse(line) as Omit<Outcome, 'call'>),
  }));
}

function serversOf(fleets: readonly FleetPlan[]): string[] {
  return fleets.flatMap(({ deployments }) => {
    const all: readonly DeploymentPlan[] = Object.values(deployments);
    return all.flatMap(({ instances }) => Object.values(instances).map(({ server }) => server));
  });
}
