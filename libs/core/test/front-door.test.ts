import {
  checkAllowedOrigins,
  checkExactArns,
  checkFrontDoor,
  checkInstanceName,
  checkPermissions,
  PropChecks,
  type FrontDoor,
} from '../src';

const words = { one: 'task', all: 'tasks', where: 'in', door: 'gate' } as const;
const whole = { words, servers: { gitlab: 'a', jira: 'a' }, runners: { a: 1 } };

/** Each error of the checks, as `prop: rule -> fix`. */
function broken(add: (checks: PropChecks) => void): string[] {
  const checks = new PropChecks('door');
  add(checks);
  try {
    checks.done();
  } catch (error) {
    const { errors } = error as { errors: readonly { path: string; rule: string; fix: string }[] };
    return errors.map(({ path, rule, fix }) => `${path.slice('door: '.length)}: ${rule} -> ${fix}`);
  }
  return [];
}

const door = (change: Partial<FrontDoor<number>>) =>
  broken((checks) => checkFrontDoor(checks, { ...whole, ...change }));

test('a front door whose servers all run somewhere is whole', () => {
  expect(door({})).toEqual([]);
});

test('a front door has a server, and nothing in it runs none', () => {
  expect(door({ servers: {} })).toEqual([
    'servers: a front door has at least one server -> name a server, or leave the gate out',
    'tasks.a: a task runs at least one server -> remove it',
  ]);
});

test('a server runs in something that exists; an inherited name does not', () => {
  expect(door({ servers: { gitlab: 'a', jira: 'toString' } })).toEqual([
    'servers.jira.task: a server runs in one of the tasks -> use one of: a',
  ]);
});

test('keys become parts of addresses and paths', () => {
  expect(door({ servers: { Gitlab: 'a', jira: 'constructor' }, runners: { a: 1, constructor: 2 } })).toEqual([
    'servers.Gitlab: the name of an instance is lower-case letters, digits and hyphens, and begins with no hyphen -> rename it',
    'tasks.constructor: the key of a task is letters, digits, - and _, begins with a letter or digit, and is not "constructor" -> rename it',
  ]);
});

test('further checks stand beside those of their server and runner', () => {
  const seen: string[] = [];
  door({
    eachServer: (prop, instance) => seen.push(`${prop} ${instance}`),
    eachRunner: (prop, runner) => seen.push(`${prop} ${runner}`),
  });
  expect(seen).toEqual(['servers.gitlab gitlab', 'servers.jira jira', 'tasks.a 1']);
});

test.each([
  ['gitlab', true],
  ['2fa', true],
  ['-gitlab', false],
  ['Gitlab', false],
  ['git/lab', false],
  ['', false],
])('%p is the name of an instance: %p', (name, allowed) => {
  expect(broken((checks) => checkInstanceName(checks, 'instance', name)).length === 0).toBe(allowed);
});

test.each([
  [[], 0],
  [['*'], 0],
  [['https://app.example.com', 'http://localhost:6274'], 0],
  [['*', 'https://app.example.com'], 1],
  [['https://*.example.com', 'https://app.example.com/path'], 2],
])('of the origins %j there are %i errors', (origins, count) => {
  expect(broken((checks) => checkAllowedOrigins(checks, origins))).toHaveLength(count);
});

test('a role is granted named actions on something', () => {
  const permissions = [
    { actions: ['s3:GetObject'], resources: ['*'] },
    { actions: ['*'], resources: [] },
    { actions: [], resources: ['${aws_s3_bucket.notes.arn}'] },
    { actions: ['s3:Get Object'], resources: ['notes'] },
  ];
  expect(broken((checks) => checkPermissions(checks, permissions))).toEqual([
    'permissions[1].actions: actions are named with their service; all of AWS is never granted -> write them like s3:GetObject',
    'permissions[1].resources: a permission is on at least one resource -> give the ARNs, or * for actions that know no resource',
    'permissions[2].actions: actions are named with their service; all of AWS is never granted -> write them like s3:GetObject',
    'permissions[3].actions: actions are named with their service; all of AWS is never granted -> write them like s3:GetObject',
    'permissions[3].resources: a resource is named by its ARN [docs:IAM/reference_policies_elements_resource] -> give the ARNs, or * for actions that know no resource',
  ]);
});

test('what is read is named by its whole ARN', () => {
  const arns = [
    'arn:aws:ssm:us-east-1:111122223333:parameter/a',
    '${aws_ssm_parameter.b.arn}',
    'arn:aws:ssm:*',
  ];
  expect(broken((checks) => checkExactArns(checks, 'parameterArns', arns, 'a task'))).toEqual([
    'parameterArns[2]: a task reads what is named by its whole ARN, so that no server can read what belongs to another -> give the ARN, without * and ?',
  ]);
});
