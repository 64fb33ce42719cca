import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planEnvironment } from '../src/commands/plan';
import { PLAN_CHANGES, World, change, creates, planJson, problem } from './world';

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
    hasImage: () => Promise.resolve(false),
    secretValue: () => Promise.reject(new Error('a plan reads no secret')),
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
