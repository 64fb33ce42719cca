import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrapEnvironment } from '../../src/deploy/commands/bootstrap';
import { deployEnvironment } from '../../src/deploy/commands/deploy';
import { laptopPlan } from './laptop-plan';
import { PLAN_CHANGES, World, creates, fleetPlan, restApiPlan } from './world';

const ROLE = 'arn:aws:iam::111122223333:role/their-own';
const LOGS = 'api-gateway-logs-us-east-1';
const yes = { yes: true };
const S3 = { kind: 's3', bucket: 'acme-state', region: 'us-east-1', prefix: 'mcp-fleet' } as const;

let world: World;
beforeEach(() => {
  world = new World({ plan: PLAN_CHANGES, show: creates('aws_iam_role.logs') });
});
afterEach(() => world.remove());

const stacks = () => [...new Set(world.calls().map((call) => call.split(' ')[0]))];
const backend = (stack: string) => {
  const text = readFileSync(join(world.folder, 'out/stacks', stack, 'cdk.tf.json'), 'utf8');
  return (JSON.parse(text) as { terraform: { backend: Record<string, Record<string, unknown>> } }).terraform
    .backend;
};

test('without a REST API nobody asks for the role', async () => {
  world.cloud = { ...world.cloud, logRole: () => Promise.reject(new Error('asked')) };
  expect(await bootstrapEnvironment(world.session(fleetPlan()), yes)).toBe(true);
  expect(world.calls()).toEqual([]);
});

test('an environment with local state needs no bucket, but may need the role: in a state of its own', async () => {
  expect(await bootstrapEnvironment(world.session(restApiPlan()), yes)).toBe(true);
  expect(stacks()).toEqual([LOGS]);
  expect(world.calls().at(-1)).toBe(`${LOGS} apply`);
  expect(backend(LOGS)['local']?.['path']).toBe(join(world.states, 'account', `${LOGS}.tfstate`));
  // Where Terraform would write it: none of the environment's states, so no orphan.
  writeFileSync(join(world.states, 'account', `${LOGS}.tfstate`), '{"version":4,"resources":[]}');
  expect(await world.session().states.list()).toEqual([]);
  expect(world.said.join('\n')).toContain('dev keeps its states in a local folder: it needs no bucket.');
});

test('a role that the account has is left as it is', async () => {
  world.cloud = { ...world.cloud, logRole: () => Promise.resolve(ROLE) };
  expect(await bootstrapEnvironment(world.session(restApiPlan()), yes)).toBe(true);
  expect(world.calls()).toEqual([]);
  expect(world.said).toContain(`API Gateway has a role for its logs in us-east-1, ${ROLE}: nothing to make.`);
});

test('where the bucket is there, the state of the role goes into it, beside those of environments', async () => {
  world.buckets['acme-state'] = {};
  expect(await bootstrapEnvironment(world.session(restApiPlan({ state: S3 })), yes)).toBe(true);
  expect(stacks()).toEqual([LOGS]);
  expect(backend(LOGS)['s3']).toMatchObject({
    bucket: 'acme-state',
    key: `mcp-fleet/111122223333/${LOGS}.tfstate`,
  });
  expect(world.said.at(-1)).toContain(`s3://acme-state/mcp-fleet/111122223333/${LOGS}.tfstate`);
});

test('a run of somebody else on the same role is named', async () => {
  const lock = JSON.stringify({ ID: 'l1', Who: 'ann@host', Operation: 'OperationTypeApply', Created: 'c' });
  world.buckets['acme-state'] = { [`mcp-fleet/111122223333/${LOGS}.tfstate.tflock`]: lock };
  await bootstrapEnvironment(world.session(restApiPlan({ state: S3 })), yes);
  expect(world.said.join('\n')).toContain(`${LOGS}: its state is locked by apply by ann@host`);
});

test('first the bucket, whose state moves into it, then the role', async () => {
  world.cloud = {
    ...world.cloud,
    logRole: () => {
      // Made by now.
      world.buckets['acme-state'] = {};
      return Promise.resolve(undefined);
    },
  };
  expect(await bootstrapEnvironment(world.session(restApiPlan({ state: S3 })), yes)).toBe(true);
  expect(stacks()).toEqual(['bootstrap', LOGS]);
  expect(world.calls(true).filter((call) => call.startsWith('bootstrap init'))).toEqual([
    'bootstrap init -input=false -no-color',
    'bootstrap init -migrate-state -force-copy -input=false -no-color',
  ]);
  expect(backend('bootstrap')['s3']?.['key']).toBe('mcp-fleet/bootstrap.tfstate');
});

test('who says no to the bucket is not asked for the role', async () => {
  world.answers = ['no'];
  expect(await bootstrapEnvironment(world.session(restApiPlan({ state: S3 })), { yes: false })).toBe(false);
  expect(stacks()).toEqual(['bootstrap']);
  expect(existsSync(join(world.folder, 'out/stacks', LOGS))).toBe(false);
});

test('a laptop needs nothing', async () => {
  expect(await bootstrapEnvironment(world.session(laptopPlan()), yes)).toBe(true);
  expect(world.calls()).toEqual([]);
});

test('a REST API waits for the role of the logs, and only a REST API', async () => {
  await expect(deployEnvironment(world.session(restApiPlan()), yes)).rejects.toThrow('log-role-missing');
  expect(world.calls().filter((call) => call.endsWith(' apply'))).toEqual(['dev-foundation apply']);
  world.cloud = { ...world.cloud, logRole: () => Promise.resolve(ROLE) };
  expect(await deployEnvironment(world.session(restApiPlan()), yes)).toBe(true);
});
