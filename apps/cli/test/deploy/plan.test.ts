import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planEnvironment } from '../../src/deploy/commands/plan';
import {
  PLAN_CHANGES,
  TASK_STACKS,
  World,
  change,
  creates,
  fleetPlan,
  planJson,
  problem,
  taskPlan,
} from './world';

let world: World;
afterEach(() => world.remove());

const REFERENCE =
  'data.terraform_remote_state.cross-stack-reference-input-dev-foundation.outputs.cross-stack-output-a';
const needing = (...outputs: string[]) =>
  JSON.stringify({ terraform: {}, x: outputs.map((name) => `\${${REFERENCE.slice(0, -1)}${name}}`) });
const foundation = { plan: PLAN_CHANGES, 'dev-foundation show': creates('aws_ecr_repository.notes') };

function inStack(stack: string, json: string): void {
  writeFileSync(join(world.folder, 'out/stacks', stack, 'cdk.tf.json'), json);
}

test('a stack whose foundation is not applied waits for it and is not planned', async () => {
  world = new World(foundation);
  inStack('dev-tools', needing('a', 'b', 'a'));
  world.state('dev-foundation', {}, ['cross-stack-output-a']);
  const result = await planEnvironment(world.session());
  expect(result.stacks[1]).toEqual({ stack: 'dev-tools', waits: 'waits for dev-foundation: adds 1 output' });
  expect(result).toMatchObject({ changes: true, failed: false });
  expect(world.calls().filter((call) => call.startsWith('dev-tools'))).toEqual([]);
  expect(readFileSync(join(world.folder, 'out/plan.md'), 'utf8')).toContain(
    '| `dev-tools` | waits for dev-foundation: adds 1 output | | | |',
  );
});

test('with all outputs there it is planned', async () => {
  world = new World(foundation);
  inStack('dev-tools', needing('a'));
  world.state('dev-foundation', {}, ['cross-stack-output-a']);
  await planEnvironment(world.session());
  expect(world.calls()).toContain('dev-tools plan');
});

test('an image that Terraform would look up is waited for; no secret is read', async () => {
  world = new World(foundation);
  world.cloud = {
    ...world.cloud,
    hasImage: () => Promise.resolve(false),
    secretValue: () => Promise.reject(new Error('a plan reads no secret')),
    logRole: () => Promise.reject(new Error('a plan does not ask for the role')),
  };
  const { stacks } = await planEnvironment(world.session());
  expect(stacks[1]).toEqual({
    stack: 'dev-tools',
    waits: 'waits for an image: mcp-servers/dev/notes:v1-aaaaaaaaaaaa (nx run dev:push)',
  });
});

test('a stack that cannot be planned does not keep the others from it', async () => {
  const exists = { exit: 1, lines: [problem('api error EntityAlreadyExists')] };
  world = new World({
    ...foundation,
    'dev-foundation plan': exists,
    'dev-tools show': creates('aws_iam_role.a'),
  });
  const result = await planEnvironment(world.session());
  expect(result.failed).toBe(true);
  expect(result.stacks[0]).toMatchObject({ failed: expect.stringContaining('code  resource-outside-state') });
  expect(result.stacks[1]).toMatchObject({ summary: { stack: 'dev-tools' } });
});

test('what is wrong for all stacks is said once', async () => {
  world = new World({ plan: { exit: 1, lines: [problem('api error ExpiredToken: expired')] } });
  await expect(planEnvironment(world.session())).rejects.toThrow('code  credentials-expired');
  expect(world.calls()).not.toContain('dev-tools plan');
});

test('nothing to change is no change', async () => {
  world = new World();
  expect(await planEnvironment(world.session())).toMatchObject({
    changes: false,
    failed: false,
    orphans: [],
  });
});

test('the words say what goes, is replaced, changes and comes, by name and without values', async () => {
  const changes = [
    change('aws_iam_role.new', ['create']),
    change('aws_lambda_function.f', ['update'], {
      before: { function_name: 'dev-f', memory_size: 256, env: 'old-value' },
      after: { function_name: 'dev-f', memory_size: 512, env: 'new-value' },
      after_unknown: { version: true },
    }),
    change('aws_apigatewayv2_api.a', ['delete', 'create'], {
      before: { name: 'dev-a' },
      after: { name: 'dev-a' },
      replace_paths: [['protocol_type']],
    }),
    change('aws_iam_role.old', ['delete'], { before: { name: 'dev-old' }, after: null }),
    change('aws_iam_role.same', ['no-op']),
    { ...(change('data.x.y', ['read']) as object), mode: 'data' },
  ];
  const outputs = {
    servers: {
      actions: ['update'],
      before: { notes: 'https://a/notes/mcp', gone: 'https://a/gone/mcp', same: 'https://a/same/mcp' },
      after: { notes: 'https://b/notes/mcp', wiki: 'https://b/wiki/mcp', same: 'https://a/same/mcp' },
    },
    secret: { actions: ['no-op'], before: 'x', after: 'x' },
  };
  world = new World({ plan: PLAN_CHANGES, 'dev-tools show': { lines: [planJson(changes, outputs)] } });
  await planEnvironment(world.session());
  const told = world.said.find((line) => line.startsWith('dev-tools:'));
  expect(told).toBe(
    [
      'dev-tools: 1 comes, 1 changes, 1 is replaced, 1 goes',
      '  goes        aws_iam_role dev-old',
      '  is replaced aws_apigatewayv2_api dev-a because of protocol_type',
      '  changes     aws_lambda_function dev-f: memory_size, env, version',
      '  comes       aws_iam_role new',
      '  client addresses',
      '    gone goes: https://a/gone/mcp',
      '    notes changes: https://a/notes/mcp becomes https://b/notes/mcp',
      '    wiki comes: https://b/wiki/mcp',
    ].join('\n'),
  );
  const page = readFileSync(join(world.folder, 'out/plan.md'), 'utf8');
  expect(page).toContain('| `dev-tools` | 1 | 1 | 1 | 1 |');
  expect(page).toContain('- goes: aws_iam_role dev-old (`aws_iam_role.old`)');
  expect(page).not.toContain('new-value');
});

test('the address of a front door that is new is not known yet, its instances are', async () => {
  const outputs = { servers: { actions: ['create'], before: null, after_unknown: true } };
  world = new World({ plan: PLAN_CHANGES, 'dev-tools show': { lines: [planJson([], outputs)] } });
  await planEnvironment(world.session());
  expect(world.said.join('\n')).toContain('notes comes: an address that AWS gives when it is made');
});

const network =
  'data.terraform_remote_state.cross-stack-reference-input-dev-network.outputs.cross-stack-output-vpc';

test('tasks wait for foundation and network', async () => {
  world = new World({}, TASK_STACKS);
  const needs = { terraform: {}, x: [`\${${REFERENCE}}`, `\${${network}}`, `\${${network}2}`] };
  inStack('dev-tasks', JSON.stringify(needs));
  const { stacks } = await planEnvironment(world.session(taskPlan(), TASK_STACKS));
  expect(stacks[2]).toEqual({
    stack: 'dev-tasks',
    waits: 'waits for dev-foundation: adds 1 output; waits for dev-network: adds 2 outputs',
  });
});

describe('users of MCP clients are told', () => {
  const at = (host: string, ...instances: string[]) =>
    Object.fromEntries(instances.map((name) => [name, `https://${host}/${name}/mcp`]));
  const servers = (before: unknown, after: unknown) => ({
    lines: [planJson([], { servers: { actions: ['update'], before, after } })],
  });
  const told = async (plan = fleetPlan(), stacks?: string[]) =>
    (await planEnvironment(world.session(plan, stacks))).clients;

  test('that an instance moves to another deployment', async () => {
    const stacks = ['dev-foundation', 'dev-tools', 'dev-old'];
    world = new World({
      plan: PLAN_CHANGES,
      'dev-tools show': servers(at('a', 'notes'), at('a', 'notes', 'wiki')),
      'dev-old show': servers(at('b', 'wiki', 'last'), {}),
    });
    expect(await told(fleetPlan({ retired: ['old'] }), stacks)).toEqual([
      'wiki moves from old to tools: clients replace https://b/wiki/mcp by https://a/wiki/mcp',
      'last goes: clients remove https://b/last/mcp',
    ]);
    expect(readFileSync(join(world.folder, 'out/plan.md'), 'utf8')).toContain(
      '**For users of MCP clients**\n\n- wiki moves from old to tools: ',
    );
  });

  test('that an instance has another name', async () => {
    world = new World({ plan: PLAN_CHANGES, 'dev-tools show': servers(at('a', 'note'), at('a', 'notes')) });
    expect(await told()).toEqual([
      'note is renamed to notes, or replaced by it: clients replace https://a/note/mcp by https://a/notes/mcp',
    ]);
    expect(world.said.join('\n')).toContain('For users of MCP clients\n  note is renamed to notes');
  });

  test('that the host changes', async () => {
    world = new World({
      plan: PLAN_CHANGES,
      'dev-tools show': servers(at('a', 'notes', 'wiki'), at('b', 'notes', 'wiki')),
    });
    expect(await told()).toEqual([
      'tools: https://a becomes https://b, so the addresses of notes, wiki change; clients replace https://a by https://b',
    ]);
  });

  test('that the edge changes, and that the new addresses are known later', async () => {
    const outputs = { servers: { actions: ['update'], before: at('a', 'notes'), after_unknown: true } };
    world = new World({ plan: PLAN_CHANGES, 'dev-tools show': { lines: [planJson([], outputs)] } });
    world.state('dev-tools', { 'aws_api_gateway_rest_api.a': 'a' });
    expect(await told()).toEqual([
      'tools: edge rest-api becomes http-api, so the addresses of notes change; https://a ends, and outputs, after the deploy, says the new ones',
    ]);
  });

  test('also of a stack that waits: what it offers now is compared with the file', async () => {
    world = new World({
      ...foundation,
      'dev-tools output': { lines: [{ servers: { value: at('a', 'note') } }] },
    });
    inStack('dev-tools', needing('a'));
    world.state('dev-tools', { 'aws_apigatewayv2_api.a': 'a' });
    const result = await planEnvironment(world.session());
    expect(result.stacks[1]).toHaveProperty('waits');
    expect(result.clients).toEqual([
      'note is renamed to notes, or replaced by it: clients replace https://a/note/mcp by https://a/notes/mcp',
    ]);
  });

  test('a name of ours is known before a load balancer is there', async () => {
    world = new World({ plan: PLAN_CHANGES, 'dev-old show': servers(at('a', 'notes'), {}) }, [
      ...TASK_STACKS,
      'dev-old',
    ]);
    inStack('dev-tasks', JSON.stringify({ terraform: {}, x: `\${${network}}` }));
    expect(await told(taskPlan({ retired: ['old'] }), [...TASK_STACKS, 'dev-old'])).toEqual([
      'notes moves from old to tasks: clients replace https://a/notes/mcp by https://mcp.example.com/notes/mcp',
    ]);
  });

  test('nothing, where every address stays', async () => {
    world = new World({
      plan: PLAN_CHANGES,
      'dev-tools show': servers(at('a', 'notes'), at('a', 'notes', 'wiki')),
    });
    expect(await told()).toEqual([]);
    expect(world.said.join('\n')).not.toContain('MCP clients');
  });
});
