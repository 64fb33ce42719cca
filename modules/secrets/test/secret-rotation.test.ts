import { SecretContainer, SecretRotation, type Rotation, type SecretPlace } from '@mcp-fleet/secrets';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { TerraformVariable } from 'cdktf';

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:rotate-gitlab';
const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/gitlab-a1B2c3';
const place: SecretPlace = { account: '111122223333', region: 'us-east-1' };

function contained(rotation: Partial<Rotation> = {}, where?: SecretPlace) {
  const stack = testStack();
  new SecretContainer(stack, 'secret', {
    secretName: 'mcp/dev/gitlab',
    rotation: { functionArn, everyDays: 30, ...rotation },
    place: where,
  });
  return synthesised(stack);
}

function alone(rotation: Partial<Rotation> = {}, where?: SecretPlace) {
  const stack = testStack();
  new SecretRotation(stack, 'rotation', {
    secret: { secretArn },
    functionArn,
    everyDays: 30,
    ...rotation,
    place: where,
  });
  return synthesised(stack);
}

const broken = (rotation: Partial<Rotation>, where?: SecretPlace) =>
  thrownMessage(() => contained(rotation, where));

test('minimal props: a schedule that does not begin at once', () => {
  const rotation = onlyResource(contained(), 'aws_secretsmanager_secret_rotation');
  expect(rotation).toMatchObject({
    secret_id: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.secret_\w+\.arn\}$/),
    rotation_lambda_arn: functionArn,
    rotate_immediately: false,
    rotation_rules: { automatically_after_days: 30 },
  });
  expect(rotation.rotation_rules).toEqual({ automatically_after_days: 30 });
});

test('Secrets Manager may call the function for this secret alone, and before there is a rotation', () => {
  const json = contained();
  expect(onlyResource(json, 'aws_lambda_permission')).toEqual({
    action: 'lambda:InvokeFunction',
    function_name: functionArn,
    principal: 'secretsmanager.amazonaws.com',
    source_account: expect.stringMatching(
      /^\$\{element\(split\(":", aws_secretsmanager_secret\.secret_\w+\.arn\), 4\)\}$/,
    ),
    source_arn: expect.stringMatching(/^\$\{aws_secretsmanager_secret\.secret_\w+\.arn\}$/),
  });
  expect(onlyResource(json, 'aws_secretsmanager_secret_rotation').depends_on).toEqual([
    addresses(json).find((address) => address.startsWith('aws_lambda_permission.')),
  ]);
});

test('all props: a schedule in a window, at once if asked; the account where it is said', () => {
  const all = { everyDays: undefined, schedule: 'rate(12 hours)', windowHours: 12, rotateImmediately: true };
  const json = contained(all, place);
  expect(onlyResource(json, 'aws_secretsmanager_secret_rotation')).toMatchObject({
    rotate_immediately: true,
    rotation_rules: { schedule_expression: 'rate(12 hours)', duration: '12h' },
  });
  expect(onlyResource(json, 'aws_lambda_permission').source_account).toBe('111122223333');
});

test('it stands in a stack without its secret as well', () => {
  const json = alone({}, place);
  expect(addresses(json)).toEqual([
    'aws_lambda_permission.rotation_Permission_2202A869',
    'aws_secretsmanager_secret_rotation.rotation_6BB44A4B',
  ]);
  expect(onlyResource(json, 'aws_secretsmanager_secret_rotation').secret_id).toBe(secretArn);
  expect(thrownMessage(() => alone({ everyDays: 0 }))).toContain('test/rotation: everyDays');
});

test('what Terraform knows is not compared', () => {
  const stack = testStack();
  const known = new TerraformVariable(stack, 'function', { type: 'string' });
  new SecretRotation(stack, 'rotation', {
    secret: { secretArn },
    functionArn: known.stringValue,
    everyDays: 1,
    place,
  });
  expect(onlyResource(synthesised(stack), 'aws_lambda_permission').function_name).toBe('${var.function}');
});

test.each([
  [{ everyDays: 1000 }],
  [{ everyDays: undefined, schedule: 'rate(4 hours)', windowHours: 4 }],
  [{ everyDays: undefined, schedule: 'rate(1 day)', windowHours: 24 }],
  [{ everyDays: undefined, schedule: 'cron(0 8 1 * ? *)' }],
])('%j is a legal schedule', (rotation) => {
  expect(() => contained(rotation, place)).not.toThrow();
});

test.each<[string, Partial<Rotation>, string]>([
  ['more than 1,000 days', { everyDays: 1001 }, 'the time between rotations of a secret is 1 to 1,000 days'],
  ['not a schedule', { everyDays: undefined, schedule: 'every day' }, 'written like rate(10 days) or cron('],
  ['a long window', { windowHours: 25 }, 'the window of a rotation is 1 to 24 hours'],
])('%s is refused', (_, rotation, rule) => {
  expect(broken(rotation)).toContain(rule);
});

test('every four hours at most, with windows that do not touch', () => {
  expect(broken({ everyDays: undefined, schedule: 'rate(3 hours)', windowHours: 4 })).toBe(
    `test/secret: rotation.schedule
  got   "rate(3 hours)"
  rule  a secret is rotated every 4 hours at most [API:secretsmanager.RotationRulesType]
  fix   use rate(4 hours) or more
  code  invalid-props

test/secret: rotation.windowHours
  got   4
  rule  a window ends before the next one begins, here after 3 hours [API:secretsmanager.RotationRulesType]
  fix   make the window shorter, or leave it out for one hour
  code  invalid-props

2 errors`,
  );
});

test.each<[Partial<Rotation>, string]>([
  [{ everyDays: undefined }, ''],
  [{ schedule: 'rate(10 days)' }, '  got   [30,"rate(10 days)"]\n'],
])('a number of days or a schedule, never both or none: %j', (rotation, got) => {
  expect(broken(rotation)).toBe(`test/secret: rotation.everyDays
${got}  rule  a rotation has either a number of days or a schedule [API:secretsmanager.RotationRulesType]
  fix   give one of everyDays and schedule
  code  invalid-props`);
});

test.each([
  'arn:aws:lambda:eu-west-1:111122223333:function:rotate-gitlab',
  'arn:aws:lambda:us-east-1:444455556666:function:rotate-gitlab',
])('a function elsewhere cannot be given the permission: %s', (elsewhere) => {
  expect(broken({ functionArn: elsewhere }, place)).toBe(`test/secret: rotation.functionArn
  got   "${elsewhere}"
  rule  Secrets Manager is let into a function by who owns it, in the secret's own account and Region (111122223333, us-east-1) [docs:secretsmanager/rotating-secrets-required-permissions-function]
  fix   use a function that is there; one elsewhere can be called by it
  code  invalid-props`);
});

test.each([`${functionArn}:live`, 'rotate-gitlab'])('%s is not the ARN of a function', (value) => {
  expect(broken({ functionArn: value }, place)).toBe(`test/secret: rotation.functionArn
  got   "${value}"
  rule  a rotation calls a Lambda function, by its ARN without version or alias [API:secretsmanager.RotationLambdaARNType]
  fix   write it like arn:aws:lambda:us-east-1:111122223333:function:rotate-gitlab
  code  invalid-props`);
});
