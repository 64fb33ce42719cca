import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployEnvironment } from '../../src/deploy/commands/deploy';
import {
  PLAN_CHANGES,
  TASK_STACKS,
  World,
  change,
  creates,
  fleetPlan,
  made,
  planJson,
  problem,
  taskPlan,
} from './world';

let world: World;
afterEach(() => world.remove());

const BOTH = {
  plan: PLAN_CHANGES,
  'dev-foundation show': creates('aws_ecr_repository.notes'),
  'dev-tools show': creates('aws_lambda_function.notes'),
};
const yes = { yes: true };
const applies = () => world.calls().filter((call) => call.endsWith(' apply'));

test('foundation, gate, the rest; each applies exactly the plan that was shown', async () => {
  world = new World({ ...BOTH, 'dev-tools apply': { lines: [made('aws_lambda_function.notes', 'n')] } });
  const order: string[] = [];
  world.cloud = {
    ...world.cloud,
    hasImage: () => {
      order.push(...world.calls(), 'gate');
      return Promise.resolve(true);
    },
    secretValue: () => Promise.resolve('{"TOKEN":"s3cret"}'),
    logRole: () => Promise.reject(new Error('asked without a REST API')),
  };
  expect(await deployEnvironment(world.session(), yes)).toBe(true);
  const stack = (name: string) => ['init', 'plan', 'show', 'apply'].map((command) => `${name} ${command}`);
  expect(order).toEqual([...stack('dev-foundation'), 'gate']);
  expect(world.calls()).toEqual([...stack('dev-foundation'), ...stack('dev-tools')]);
  const [, plan, show, apply] = world.calls(true);
  const file = join(world.folder, 'out/plans/dev-foundation.tfplan');
  expect(plan).toBe(
    `dev-foundation plan -out=${file} -detailed-exitcode -input=false -lock-timeout=1s -json`,
  );
  expect(show).toBe(`dev-foundation show -json ${file}`);
  expect(apply).toBe(`dev-foundation apply -json -input=false ${file}`);
  expect(world.said.join('\n')).toMatch(
    /dev-tools: 1 comes\n {2}comes {7}aws_lambda_function notes\n {2}dev-tools 1\/1 create aws_lambda_function.notes\n/,
  );
  expect(world.said.join('\n')).not.toContain('s3cret');
});

test('alarms are told of the deploy of a deployment that has some, while it is applied', async () => {
  world = new World(BOTH);
  const plan = fleetPlan();
  await deployEnvironment(world.session(plan), yes);
  expect(world.announced).toEqual([]);
  Object.assign(plan, { alarms: { topic: { kind: 'given', arn: 'a' } } });
  const [put, before] = [world.cloud.deploying, world.calls().length];
  const seen: string[][] = [];
  world.cloud = {
    ...world.cloud,
    deploying: (environment, deployment) => {
      seen.push(world.calls().slice(before));
      return put(environment, deployment);
    },
  };
  await deployEnvironment(world.session(plan), yes);
  expect(world.announced).toEqual(['dev tools']);
  expect(seen[0]?.at(-1)).toBe('dev-tools show');
  expect(applies()).toContain('dev-tools apply');
});

test('a deploy that may not tell its alarms says so and goes on', async () => {
  world = new World(BOTH);
  const plan = fleetPlan();
  Object.assign(plan, { alarms: { topic: { kind: 'given', arn: 'a' } } });
  const denied = 'AWS: AccessDenied: not authorized to perform: cloudwatch:PutMetricData\nmore';
  world.cloud = { ...world.cloud, deploying: () => Promise.reject(new Error(denied)) };
  expect(await deployEnvironment(world.session(plan), yes)).toBe(true);
  expect(world.said.filter((line) => line.includes('may page'))).toEqual([
    'dev-tools: its alarms do not know of this deploy, and may page: AWS: AccessDenied: not authorized to perform: cloudwatch:PutMetricData',
  ]);
});

test('init runs again only where backend, providers or Terraform differ', async () => {
  world = new World();
  await deployEnvironment(world.session(), yes);
  await deployEnvironment(world.session(), yes);
  expect(world.calls().filter((call) => call.endsWith(' init'))).toEqual([
    'dev-foundation init',
    'dev-tools init',
  ]);
  writeFileSync(join(world.folder, 'out/stacks/dev-tools/other_override.tf.json'), '{"terraform":{"a":1}}');
  await deployEnvironment(world.session(), yes);
  expect(world.calls().filter((call) => call === 'dev-tools init')).toHaveLength(2);
});

test('the gate lists all that lacks, and nothing that runs has been touched', async () => {
  world = new World(BOTH);
  world.cloud = {
    ...world.cloud,
    hasImage: () => Promise.resolve(false),
    secretValue: () => Promise.resolve(undefined),
  };
  await expect(deployEnvironment(world.session(), yes)).rejects.toThrow(
    /code {2}image-missing[^]*code {2}secret-unfilled[^]*2 errors/,
  );
  expect(world.calls().filter((call) => call.startsWith('dev-tools'))).toEqual([]);
  expect(world.said.join('\n')).toContain(
    'Stopped at the gate. Done: dev-foundation. To go on, run it again: nx run dev:deploy',
  );
});

test('where the foundation makes nothing new the gate comes before it', async () => {
  const goes = planJson([change('aws_secretsmanager_secret.old', ['delete'])]);
  world = new World({ plan: PLAN_CHANGES, show: { lines: [goes] } });
  world.cloud = { ...world.cloud, ...world.cloud, hasImage: () => Promise.resolve(false) };
  await expect(deployEnvironment(world.session(), yes)).rejects.toThrow('image-missing');
  expect(world.calls()).not.toContain('dev-foundation apply');
  expect(world.said.join('\n')).toContain('Nothing was changed before it.');
});

test('what goes from the foundation goes last, what comes first', async () => {
  const renamed = planJson([
    change('aws_secretsmanager_secret.new', ['create']),
    change('aws_secretsmanager_secret.old', ['delete']),
  ]);
  const only = (actions: string[], name: string) => ({
    lines: [planJson([change(`aws_secretsmanager_secret.${name}`, actions)])],
  });
  world = new World({
    plan: PLAN_CHANGES,
    'dev-foundation show': [{ lines: [renamed] }, only(['create'], 'new'), only(['delete'], 'old')],
    'dev-tools show': creates('aws_lambda_function.notes'),
  });
  expect(await deployEnvironment(world.session(), yes)).toBe(true);
  expect(applies()).toEqual(['dev-foundation apply', 'dev-tools apply', 'dev-foundation apply']);
  const plans = world.calls(true).filter((call) => call.startsWith('dev-foundation plan'));
  expect(plans.map((call) => /-target=(\S+)/.exec(call)?.[1])).toEqual([
    undefined,
    'aws_secretsmanager_secret.new',
    undefined,
  ]);
});

test('a foundation that only loses something is applied after all that may use it', async () => {
  const goes = planJson([change('aws_secretsmanager_secret.old', ['delete'])]);
  world = new World({ 'dev-foundation plan': PLAN_CHANGES, 'dev-foundation show': { lines: [goes] } });
  expect(await deployEnvironment(world.session(), yes)).toBe(true);
  const order = world.calls().filter((call) => /(dev-tools plan|dev-foundation apply)$/.test(call));
  expect(order).toEqual(['dev-tools plan', 'dev-foundation apply']);
});

test('the network comes after the gate and before what runs in it', async () => {
  world = new World({ plan: PLAN_CHANGES, show: creates('aws_vpc.a') }, TASK_STACKS);
  world.cloud = { ...world.cloud, ...world.cloud, secretValue: () => Promise.resolve(undefined) };
  await expect(deployEnvironment(world.session(taskPlan(), TASK_STACKS), yes)).rejects.toThrow(
    'secret-unfilled',
  );
  expect(applies()).toEqual(['dev-foundation apply']);
  world.cloud = { ...world.cloud, ...world.cloud, secretValue: () => Promise.resolve('{"TOKEN":"s3cret"}') };
  expect(await deployEnvironment(world.session(taskPlan(), TASK_STACKS), yes)).toBe(true);
  expect(applies().slice(1)).toEqual(TASK_STACKS.map((stack) => `${stack} apply`));
});

test('what goes from the network goes after the tasks, and before what goes from the foundation', async () => {
  const both = (type: string) => ({
    lines: [
      planJson([
        change(`${type}.new`, ['create']),
        change(`${type}.same`, ['no-op']),
        change(`${type}.old`, ['delete']),
      ]),
    ],
  });
  const answers = {
    plan: PLAN_CHANGES,
    'dev-foundation show': both('aws_secretsmanager_secret'),
    'dev-network show': both('aws_subnet'),
  };
  world = new World(answers, TASK_STACKS);
  expect(await deployEnvironment(world.session(taskPlan(), TASK_STACKS), yes)).toBe(true);
  expect(applies()).toEqual(
    [...TASK_STACKS, 'dev-network', 'dev-foundation'].map((stack) => `${stack} apply`),
  );
  const plans = world.calls(true).filter((call) => call.startsWith('dev-network plan'));
  expect(plans.map((call) => [...call.matchAll(/-target=(\S+)/g)].map(([, address]) => address))).toEqual([
    [],
    ['aws_subnet.new', 'aws_subnet.same'],
    [],
  ]);
});

test('an output that others are about to read comes first, even where no resource does', async () => {
  const goes = planJson([change('aws_vpc_endpoint.old', ['delete']), change('aws_vpc.a', ['no-op'])], {
    subnet: { actions: ['create'], after: 'x' },
  });
  world = new World({ 'dev-network plan': PLAN_CHANGES, 'dev-network show': { lines: [goes] } }, TASK_STACKS);
  expect(await deployEnvironment(world.session(taskPlan(), TASK_STACKS), yes)).toBe(true);
  const order = world.calls().filter((call) => /(dev-tasks plan|dev-network apply)$/.test(call));
  expect(order).toEqual(['dev-network apply', 'dev-tasks plan', 'dev-network apply']);
});

test('a network that is retired goes when nothing is in it any more', async () => {
  const stacks = ['dev-foundation', 'dev-tools', 'dev-network', 'dev-old'];
  world = new World(
    { plan: PLAN_CHANGES, show: { lines: [planJson([change('aws_subnet.x', ['delete'])])] } },
    stacks,
  );
  const plan = fleetPlan({ retired: ['network', 'old'] });
  expect(await deployEnvironment(world.session(plan, stacks), yes)).toBe(true);
  expect(applies()).toEqual(
    ['dev-old', 'dev-tools', 'dev-network', 'dev-foundation'].map((stack) => `${stack} apply`),
  );
});

test('every image of a task is looked for, with the router alone in front', async () => {
  world = new World({}, TASK_STACKS);
  world.cloud = { ...world.cloud, ...world.cloud, hasImage: () => Promise.resolve(false) };
  const error = (await deployEnvironment(world.session(taskPlan(), TASK_STACKS), yes).catch(
    (caught: Error) => caught,
  )) as Error;
  expect(
    [...error.message.matchAll(/^(\S+)\n {2}got {3}"(\S+)"/gm)].map(([, path, got]) => [path, got]),
  ).toEqual([
    ['deployments.tasks', 'mcp-servers/dev/router:v1-aaaaaaaaaaaa'],
    ['deployments.tasks.servers.notes', 'mcp-servers/dev/notes:v1-aaaaaaaaaaaa'],
    ['deployments.tasks.servers.wiki', 'mcp-servers/dev/wiki:v1-aaaaaaaaaaaa'],
  ]);
});

test('retired deployments go before the foundation', async () => {
  world = new World({
    plan: PLAN_CHANGES,
    show: { lines: [planJson([change('aws_lambda_function.x', ['delete'])])] },
  });
  const plan = fleetPlan({ retired: ['old'] });
  await deployEnvironment(world.session(plan, ['dev-foundation', 'dev-tools', 'dev-old']), yes);
  expect(world.calls().find((call) => call.endsWith(' apply'))).toBe('dev-old apply');
});

test('it stops at the first failure, says how to go on, and goes on from there', async () => {
  const failed = {
    exit: 1,
    lines: [problem('creating function', 'the detail', 'aws_lambda_function.notes')],
  };
  world = new World({ ...BOTH, 'dev-tools apply': [failed, {}] });
  const stacks = ['dev-foundation', 'dev-tools', 'dev-old'];
  await expect(deployEnvironment(world.session(fleetPlan(), stacks), yes)).rejects.toThrow(
    /^dev-tools: terraform apply failed:\n {2}creating function \(aws_lambda_function.notes\)\n {2}the detail\n/,
  );
  expect(world.calls().filter((call) => call.startsWith('dev-old'))).toEqual([]);
  expect(world.said.join('\n')).toContain(
    'Stopped at dev-tools. Done: dev-foundation. To go on, run it again',
  );
  expect(await deployEnvironment(world.session(fleetPlan(), stacks), yes)).toBe(true);
  expect(world.calls()).toContain('dev-old apply');
});

test('a person is asked for each stack that changes, and a no stops there', async () => {
  world = new World(BOTH);
  world.answers = ['yes', 'no'];
  expect(await deployEnvironment(world.session(), { yes: false })).toBe(false);
  expect(world.calls().filter((call) => call.endsWith('apply'))).toEqual(['dev-foundation apply']);
  expect(world.said.join('\n')).toContain('dev-tools was not applied. Done: dev-foundation.');
});

test('without a terminal and without --yes nothing is applied; nothing to apply needs neither', async () => {
  world = new World(BOTH);
  await expect(deployEnvironment(world.session(), { yes: false })).rejects.toThrow('confirmation-missing');
  expect(world.calls().filter((call) => call.endsWith('apply'))).toEqual([]);
  world.terraform({});
  expect(await deployEnvironment(world.session(), { yes: false })).toBe(true);
});

test('what a killed run made and could not write down is named with the command to import it', async () => {
  const log = [
    made('aws_apigatewayv2_api.a', 'abc'),
    made('aws_apigatewayv2_route.r', 'r1'),
    made('aws_iam_role.kept', 'kept'),
    made('aws_lambda_function.notes', '', 'apply_start'),
  ];
  world = new World({ ...BOTH, 'dev-tools apply': [{ lines: log, exit: 137 }, {}] });
  await expect(deployEnvironment(world.session(), yes)).rejects.toThrow('terraform apply was killed');
  world.state('dev-tools', { 'aws_iam_role.kept': 'kept' });
  const lock = {
    ID: 'l1',
    Who: 'me@laptop',
    Operation: 'OperationTypeApply',
    Created: '2026-11-20T10:00:00.5Z',
  };
  writeFileSync(join(world.states, '.dev-tools.tfstate.lock.info'), JSON.stringify(lock));
  const error: Error = (await deployEnvironment(world.session(), yes).catch(
    (caught: Error) => caught,
  )) as Error;
  const commands = [...error.message.matchAll(/ import (.+)/g)].map(([, text]) => text);
  expect(commands).toEqual([
    "'aws_apigatewayv2_api.a' 'abc'",
    "'aws_apigatewayv2_route.r' 'abc/r1'",
    "'aws_lambda_function.notes' '<function_name>'",
  ]);
  expect(error.message).toContain('it was being made, and may exist');
  expect(world.said.join('\n')).toContain(
    'locked by apply by me@laptop since 2026-11-20 10:00:00 UTC (lock l1): waiting, unless that run is dead',
  );
  expect(world.calls().filter((call) => call === 'dev-tools apply')).toHaveLength(1);
  world.state('dev-tools', {
    'aws_apigatewayv2_api.a': 'abc',
    'aws_apigatewayv2_route.r': 'r1',
    'aws_iam_role.kept': 'kept',
    'aws_lambda_function.notes': 'n',
  });
  expect(await deployEnvironment(world.session(), yes)).toBe(true);
});

test('what a run made and did not see become ready is kept, where making it anew would meet its name', async () => {
  const tainted = (address: string, actions: string[]) => ({
    ...(change(address, actions, { before: { name: 'x' } }) as object),
    action_reason: 'replace_because_tainted',
  });
  const first = planJson([
    tainted('aws_lambda_function.f', ['create', 'delete']),
    tainted('aws_iam_role.r', ['delete', 'create']),
  ]);
  world = new World({
    plan: PLAN_CHANGES,
    'dev-tools show': [{ lines: [first] }, creates('aws_lambda_alias.a')],
  });
  await deployEnvironment(world.session(), yes);
  expect(world.calls(true).filter((call) => call.includes('untaint'))).toEqual([
    'dev-tools untaint -lock-timeout=1s -no-color aws_lambda_function.f',
  ]);
  expect(world.calls().filter((call) => call === 'dev-tools plan')).toHaveLength(2);
});

test('states that no stack owns are named', async () => {
  world = new World();
  world.state('dev-past', { 'aws_iam_role.a': 'a' });
  world.state('dev-empty', {});
  await deployEnvironment(world.session(), yes);
  const told = world.said.filter((line) => line.includes('no stack of the file owns it'));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^dev-past: its state holds 1 resource .*retired: \['past'\]/);
});
