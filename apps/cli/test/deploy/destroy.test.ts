import { destroyEnvironment } from '../../src/deploy/commands/destroy';
import { PLAN_CHANGES, World, change, fleetPlan, planJson, problem, secretPlan } from './world';

let world: World;
beforeEach(() => {
  world = new World({ plan: PLAN_CHANGES });
  world.state('dev-foundation', { 'aws_ecr_repository.a': 'a' });
  world.state('dev-tools', { 'aws_iam_role.b': 'b' });
});
afterEach(() => world.remove());

const plan = fleetPlan({ retired: ['old'] });
const stacks = ['dev-foundation', 'dev-tools', 'dev-old'];
const applied = () => world.calls().filter((call) => call.endsWith('apply'));

test('in reverse order, all planned before the first goes, and only what holds anything', async () => {
  expect(await destroyEnvironment(world.session(plan, stacks), { name: 'dev' })).toBe(true);
  const calls = world.calls().filter((call) => !/init|show/.test(call));
  expect(calls).toEqual(['dev-tools plan', 'dev-foundation plan', 'dev-tools apply', 'dev-foundation apply']);
  expect(world.calls(true)[1]).toContain('dev-tools plan -destroy -refresh=false ');
});

test('the name is asked for; another one destroys nothing', async () => {
  world.answers = ['staging', 'dev'];
  expect(await destroyEnvironment(world.session(plan, stacks), {})).toBe(false);
  expect(applied()).toEqual([]);
  expect(world.said).toContain('Nothing was destroyed.');
  expect(await destroyEnvironment(world.session(plan, stacks), {})).toBe(true);
  expect(applied()).toHaveLength(2);
});

test('a protected environment goes only where its name is written out, and says what can be restored', async () => {
  const secrets = { notes: secretPlan({ recoveryWindowDays: 30 }) };
  const foundation = { stack: 'dev-foundation', repositories: {}, secrets };
  const guarded = fleetPlan({ protected: true, foundation });
  const session = () => world.session(guarded, stacks);
  await expect(destroyEnvironment(session(), { name: 'dev' })).rejects.toThrow('destroy-refused');
  await expect(destroyEnvironment(session(), { name: 'dev', protected: 'prod' })).rejects.toThrow(
    'destroy-refused',
  );
  expect(world.calls()).toEqual([]);
  expect(await destroyEnvironment(session(), { name: 'dev', protected: 'dev' })).toBe(true);
  expect(world.said.at(-1)).toContain('secrets can be restored for 30 days');
});

test('a failure says what still stands', async () => {
  world.terraform({ plan: PLAN_CHANGES, 'dev-foundation apply': { exit: 1, lines: [problem('not empty')] } });
  await expect(destroyEnvironment(world.session(plan, stacks), { name: 'dev' })).rejects.toThrow('not empty');
  expect(world.said.at(-1)).toContain('Not destroyed yet: dev-foundation, dev-tools.');
});

test('what no stack owns is left and named', async () => {
  world.state('dev-past', { 'aws_iam_role.a': 'a', 'aws_iam_role.b': 'b' });
  await destroyEnvironment(world.session(plan, stacks), { name: 'dev' });
  expect(world.said.at(-1)).toContain('dev-past: its state holds 2 resources');
});

test('a network goes after all deployments, also where it is retired among them', async () => {
  const all = ['dev-foundation', 'dev-network', 'dev-tools', 'dev-old'];
  world = new World({ plan: PLAN_CHANGES }, all);
  all.forEach((stack) => world.state(stack, { 'aws_iam_role.a': 'a' }));
  const reverse = ['dev-old', 'dev-tools', 'dev-network', 'dev-foundation'].map((stack) => `${stack} apply`);
  await destroyEnvironment(world.session(plan, all), { name: 'dev' });
  expect(applied()).toEqual(reverse);
  const retired = fleetPlan({ retired: ['old', 'network'] });
  const stacksThen = ['dev-foundation', 'dev-tools', 'dev-old', 'dev-network'];
  await destroyEnvironment(world.session(retired, stacksThen), { name: 'dev' });
  expect(applied().slice(4)).toEqual(reverse);
});

test('what AWS guards is found before anything goes', async () => {
  const before = { name: 'dev-tools', enable_deletion_protection: true };
  const show = { lines: [planJson([change('aws_lb.a', ['delete'], { before, after: null })])] };
  world.terraform({ plan: PLAN_CHANGES, 'dev-tools show': show });
  const guarded = fleetPlan({ protected: true });
  await expect(
    destroyEnvironment(world.session(guarded, stacks), { name: 'dev', protected: 'dev' }),
  ).rejects.toThrow('dev-tools: aws_lb.a');
  expect(applied()).toEqual([]);
});
